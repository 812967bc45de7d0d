/** Owns the accelerator: generates completions and serves inference. */
@NullMarked
package org.geor1.rollout;

import org.jspecify.annotations.NullMarked;
