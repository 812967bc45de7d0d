/** Finds, probes and applies a checkpoint's chat template. */
@NullMarked
package org.geor1.vlm.tokenizer.template;

import org.jspecify.annotations.NullMarked;
