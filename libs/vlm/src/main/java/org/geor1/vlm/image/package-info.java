/** Converts pixels to the rows of patches that the vision tower reads. */
@NullMarked
package org.geor1.vlm.image;

import org.jspecify.annotations.NullMarked;
