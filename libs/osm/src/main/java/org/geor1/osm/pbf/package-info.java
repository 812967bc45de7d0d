/** OpenStreetMap's PBF files, read block by block. */
@NullMarked
package org.geor1.osm.pbf;

import org.jspecify.annotations.NullMarked;
