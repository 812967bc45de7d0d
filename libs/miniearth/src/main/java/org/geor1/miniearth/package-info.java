/** Mini-Earth: a procedural planet of fictional cities, its geography, facts and data splits. */
@NullMarked
package org.geor1.miniearth;

import org.jspecify.annotations.NullMarked;
