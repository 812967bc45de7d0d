/** Kills the platform in the middle of short runs and compares the results with undisturbed runs. */
@NullMarked
package org.geor1.benchmarks.resume;

import org.jspecify.annotations.NullMarked;
