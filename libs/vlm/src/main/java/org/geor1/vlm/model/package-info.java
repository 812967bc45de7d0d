/** The Qwen2.5-VL forward passes: weights on a device, batches of prompts, and the scripts that run them. */
@NullMarked
package org.geor1.vlm.model;

import org.jspecify.annotations.NullMarked;
