/** Qwen2.5-VL on DJL and PyTorch. */
@NullMarked
package org.geor1.vlm;

import org.jspecify.annotations.NullMarked;
