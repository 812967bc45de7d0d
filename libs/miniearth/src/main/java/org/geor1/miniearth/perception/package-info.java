/**
 * What the base model learns before any post-training: to see, to name, and to pick a tile by a description in words.
 * No task relates a panorama to a tile of the same place.
 */
@NullMarked
package org.geor1.miniearth.perception;

import org.jspecify.annotations.NullMarked;
