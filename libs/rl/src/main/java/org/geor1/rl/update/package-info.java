/** One optimizer step from the gradients of several passes, for SFT and GRPO alike. */
@NullMarked
package org.geor1.rl.update;

import org.jspecify.annotations.NullMarked;
