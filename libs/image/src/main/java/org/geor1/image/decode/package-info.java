/** Decodes picture files: headers, colour conversion and limits. */
@NullMarked
package org.geor1.image.decode;

import org.jspecify.annotations.NullMarked;
