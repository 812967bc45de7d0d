/** Where to look from, and what is true there. */
@NullMarked
package org.geor1.osm.views;

import org.jspecify.annotations.NullMarked;
