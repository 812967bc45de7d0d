/** Converts text to token ids and back, converts chat turns to token ids, and trains small tokenizers. */
@NullMarked
package org.geor1.vlm.tokenizer;

import org.jspecify.annotations.NullMarked;
