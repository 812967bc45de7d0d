/** A mixed load over minutes, to check that the engine stays correct and within its memory. */
@NullMarked
package org.geor1.benchmarks.load;

import org.jspecify.annotations.NullMarked;
