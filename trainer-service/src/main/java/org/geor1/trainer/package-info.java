/** Owns runs: opens steps, updates the policy, publishes versions and checkpoints. */
@NullMarked
package org.geor1.trainer;

import org.jspecify.annotations.NullMarked;
