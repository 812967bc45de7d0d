/** Draws completions: the worker of rollout jobs, the weights it loads, and internal inference. */
@NullMarked
package org.geor1.rollout;

import org.jspecify.annotations.NullMarked;
