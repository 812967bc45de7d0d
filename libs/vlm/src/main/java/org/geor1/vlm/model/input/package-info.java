/** What the model is given: prompts and images, laid out as rows of tensors. */
@NullMarked
package org.geor1.vlm.model.input;

import org.jspecify.annotations.NullMarked;
