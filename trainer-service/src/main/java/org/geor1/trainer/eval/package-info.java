/** Runs that measure a model on held-out questions. */
@NullMarked
package org.geor1.trainer.eval;

import org.jspecify.annotations.NullMarked;
