/** Reads answers strictly and decides what is kept. */
@NullMarked
package org.geor1.teacher.answer;

import org.jspecify.annotations.NullMarked;
