/** Rewards of the caller's own: scores that an HTTP endpoint gives, and which endpoints may be asked. */
@NullMarked
package org.geor1.reward.http;

import org.jspecify.annotations.NullMarked;
