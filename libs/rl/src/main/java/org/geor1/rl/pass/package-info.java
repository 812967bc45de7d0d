/** One pass over a batch: completions that share prompts, forward, objective and gradients, and the scripts of training. */
@NullMarked
package org.geor1.rl.pass;

import org.jspecify.annotations.NullMarked;
