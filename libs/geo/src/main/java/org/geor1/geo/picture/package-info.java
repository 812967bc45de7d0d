/** Pixels of the images that prompts name. */
@NullMarked
package org.geor1.geo.picture;

import org.jspecify.annotations.NullMarked;
