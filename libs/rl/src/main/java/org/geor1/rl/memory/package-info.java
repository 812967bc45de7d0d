/** What a training step takes of a device's memory, told before it starts. */
@NullMarked
package org.geor1.rl.memory;

import org.jspecify.annotations.NullMarked;
