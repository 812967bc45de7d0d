/** Runs that scaffold: supervised fine-tuning on chains of thought. */
@NullMarked
package org.geor1.trainer.sft;

import org.jspecify.annotations.NullMarked;
