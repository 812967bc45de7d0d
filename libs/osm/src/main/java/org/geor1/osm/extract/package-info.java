/** From a PBF file to a map, in two passes. */
@NullMarked
package org.geor1.osm.extract;

import org.jspecify.annotations.NullMarked;
