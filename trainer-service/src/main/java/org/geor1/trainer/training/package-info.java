/** What all training runs share: where they start, what they publish, how they resume. */
@NullMarked
package org.geor1.trainer.training;

import org.jspecify.annotations.NullMarked;
