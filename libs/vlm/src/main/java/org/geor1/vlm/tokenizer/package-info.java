/** Text to token ids and back, chat turns to token ids, and the making of small tokenizers. */
@NullMarked
package org.geor1.vlm.tokenizer;

import org.jspecify.annotations.NullMarked;
