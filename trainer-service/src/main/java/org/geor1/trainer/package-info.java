/** Owns the state machine of a run: pretraining, SFT, GRPO, evaluation. */
@NullMarked
package org.geor1.trainer;

import org.jspecify.annotations.NullMarked;
