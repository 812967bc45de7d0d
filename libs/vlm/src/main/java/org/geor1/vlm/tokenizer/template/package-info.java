/** Chat templates: finding, probing and applying the one of a checkpoint. */
@NullMarked
package org.geor1.vlm.tokenizer.template;

import org.jspecify.annotations.NullMarked;
