/** Retries, pauses and a limit on cost. */
@NullMarked
package org.geor1.teacher.patience;

import org.jspecify.annotations.NullMarked;
