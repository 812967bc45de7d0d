/** Pixels of pictures as RGB rows, the limits of what is taken, and resizing; {@code decode} reads files. */
@NullMarked
package org.geor1.image;

import org.jspecify.annotations.NullMarked;
