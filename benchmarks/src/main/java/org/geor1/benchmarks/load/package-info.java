/** A mixed load for minutes: whether the engine stays correct and within its memory. */
@NullMarked
package org.geor1.benchmarks.load;

import org.jspecify.annotations.NullMarked;
