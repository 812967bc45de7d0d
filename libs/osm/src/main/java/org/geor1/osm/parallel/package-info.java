/** Work on all processors whose results have an order. */
@NullMarked
package org.geor1.osm.parallel;

import org.jspecify.annotations.NullMarked;
