/** The groups of a run's steps: opened as jobs of the workers, collected as they are scored. */
@NullMarked
package org.geor1.trainer.rollout;

import org.jspecify.annotations.NullMarked;
