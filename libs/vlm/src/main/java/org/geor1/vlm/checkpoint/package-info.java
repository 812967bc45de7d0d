/** Hugging Face checkpoints of Qwen2.5-VL: configuration, safetensors, weight names. Every byte read is untrusted. */
@NullMarked
package org.geor1.vlm.checkpoint;

import org.jspecify.annotations.NullMarked;
