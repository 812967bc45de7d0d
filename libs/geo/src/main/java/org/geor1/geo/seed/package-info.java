/** Seeded randomness that gives the same numbers on every machine and JDK. */
@NullMarked
package org.geor1.geo.seed;

import org.jspecify.annotations.NullMarked;
