/** Benchmarks that print what they measured. */
@NullMarked
package org.geor1.benchmarks;

import org.jspecify.annotations.NullMarked;
