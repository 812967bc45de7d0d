/** Scores completions: the rewards of GRPO, the worker that applies them, and their REST door. */
@NullMarked
package org.geor1.reward;

import org.jspecify.annotations.NullMarked;
