/** The predicted memory of a training step beside what it takes. */
@NullMarked
package org.geor1.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
