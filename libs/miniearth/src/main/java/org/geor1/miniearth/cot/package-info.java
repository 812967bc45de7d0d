/** Chain-of-thought exemplars about single Mini-Earth images, and the check of their every claim. */
@NullMarked
package org.geor1.miniearth.cot;

import org.jspecify.annotations.NullMarked;
