/** Tensors in safetensors files: reading, writing, and the types of numbers in them. */
@NullMarked
package org.geor1.vlm.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
