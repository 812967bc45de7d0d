/** One request to a teacher, and whatever may go wrong with it. */
@NullMarked
package org.geor1.teacher.ask;

import org.jspecify.annotations.NullMarked;
