/** What drawing ahead and sharing prompts do to accuracy and to the time of a step, in one experiment. */
@NullMarked
package org.geor1.benchmarks.staleness;

import org.jspecify.annotations.NullMarked;
