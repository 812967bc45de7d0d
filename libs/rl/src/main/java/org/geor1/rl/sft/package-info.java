/** Supervised fine-tuning: cross-entropy over what an assistant says. */
@NullMarked
package org.geor1.rl.sft;

import org.jspecify.annotations.NullMarked;
