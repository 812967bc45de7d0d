/** Measures the effect of drawing ahead and of sharing prompts on accuracy and step time. */
@NullMarked
package org.geor1.benchmarks.staleness;

import org.jspecify.annotations.NullMarked;
