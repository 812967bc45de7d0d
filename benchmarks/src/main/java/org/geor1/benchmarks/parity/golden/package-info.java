/** Recorded results of {@code transformers}, and their distance from double precision. */
@NullMarked
package org.geor1.benchmarks.parity.golden;

import org.jspecify.annotations.NullMarked;
