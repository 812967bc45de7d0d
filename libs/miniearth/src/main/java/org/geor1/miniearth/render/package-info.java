/** Pictures of Mini-Earth: a satellite tile and a street panorama painted from one geometry. */
@NullMarked
package org.geor1.miniearth.render;

import org.jspecify.annotations.NullMarked;
