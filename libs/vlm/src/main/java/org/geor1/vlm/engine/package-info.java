/** Draws completions: prefill once, decode many. */
@NullMarked
package org.geor1.vlm.engine;

import org.jspecify.annotations.NullMarked;
