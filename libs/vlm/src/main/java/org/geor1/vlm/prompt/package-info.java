/** Converts a chat prompt with pictures into everything the model's first forward pass needs. */
@NullMarked
package org.geor1.vlm.prompt;

import org.jspecify.annotations.NullMarked;
