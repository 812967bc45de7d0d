/** Kills the platform in the middle of short runs and compares what it makes of them with what it makes undisturbed. */
@NullMarked
package org.geor1.benchmarks.resume;

import org.jspecify.annotations.NullMarked;
