/** Makes the nano model: its blueprint, and the curriculum that takes it from noise to perception. */
@NullMarked
package org.geor1.trainer.pretrain;

import org.jspecify.annotations.NullMarked;
