/** Street views and tiles drawn from an OpenStreetMap extract, with the facts that follow from it. */
@NullMarked
package org.geor1.osm;

import org.jspecify.annotations.NullMarked;
