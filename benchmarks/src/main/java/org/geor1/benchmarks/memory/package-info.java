/** Compares the predicted memory of a training step with the memory it uses. */
@NullMarked
package org.geor1.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
