/** Pictures in: untrusted bytes to upright RGB pixels, the same at every door. */
@NullMarked
package org.geor1.image;

import org.jspecify.annotations.NullMarked;
