/** Scores completions: the rewards of GRPO, the worker that applies them, and their REST interface. */
@NullMarked
package org.geor1.reward;

import org.jspecify.annotations.NullMarked;
