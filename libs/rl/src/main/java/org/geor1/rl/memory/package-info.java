/** Estimates a training step's device memory before it starts. */
@NullMarked
package org.geor1.rl.memory;

import org.jspecify.annotations.NullMarked;
