/** GRPO (arXiv 2402.03300): groups with rewards, advantages, the objective and its variants, one update after the other. */
@NullMarked
package org.geor1.rl.grpo;

import org.jspecify.annotations.NullMarked;
