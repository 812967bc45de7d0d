/** Reading the think-then-answer format out of model completions. */
@NullMarked
package org.geor1.geo.answer;

import org.jspecify.annotations.NullMarked;
