/** Files of pictures to their pixels: headers, colour conversions and the limits of what is decoded. */
@NullMarked
package org.geor1.image.decode;

import org.jspecify.annotations.NullMarked;
