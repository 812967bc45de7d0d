/** What completions are rewarded for, and how the reward service is asked to score them. */
@NullMarked
package org.geor1.protocol.reward;

import org.jspecify.annotations.NullMarked;
