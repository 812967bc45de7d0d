/** Pictures as rows of RGB pixels, limits on what is accepted, and resizing; {@code decode} reads files. */
@NullMarked
package org.geor1.image;

import org.jspecify.annotations.NullMarked;
