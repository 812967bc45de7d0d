/** Scores completions. */
@NullMarked
package org.geor1.reward;

import org.jspecify.annotations.NullMarked;
