/** Settings of what is asked and sampled, and how the rollout service is asked for it. */
@NullMarked
package org.geor1.protocol.rollout;

import org.jspecify.annotations.NullMarked;
