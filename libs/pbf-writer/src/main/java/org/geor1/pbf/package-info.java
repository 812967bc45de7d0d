/** Writes OpenStreetMap extracts, for tests and benchmarks only. */
@NullMarked
package org.geor1.pbf;

import org.jspecify.annotations.NullMarked;
