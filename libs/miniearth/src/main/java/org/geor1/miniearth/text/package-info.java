/** The words of Mini-Earth, gathered for tokenizers. */
@NullMarked
package org.geor1.miniearth.text;

import org.jspecify.annotations.NullMarked;
