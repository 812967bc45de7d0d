/** Runs that elevate: GRPO on cross-view pairing. */
@NullMarked
package org.geor1.trainer.grpo;

import org.jspecify.annotations.NullMarked;
