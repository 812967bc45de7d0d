/** How images, their labels and words stand in a prompt. */
@NullMarked
package org.geor1.miniearth.prompt;

import org.jspecify.annotations.NullMarked;
