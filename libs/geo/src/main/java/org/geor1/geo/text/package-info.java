/** The words of Mini-Earth, gathered for tokenizers. */
@NullMarked
package org.geor1.geo.text;

import org.jspecify.annotations.NullMarked;
