/** What is kept of an extract: buildings, streets, ground and trees, found by place. */
@NullMarked
package org.geor1.osm.map;

import org.jspecify.annotations.NullMarked;
