/** Drawing tokens: the sampling policy, its script, and the completions that grow by what it draws. */
@NullMarked
package org.geor1.vlm.engine.sampling;

import org.jspecify.annotations.NullMarked;
