/** What was paid for, safe from a crash. */
@NullMarked
package org.geor1.teacher.journal;

import org.jspecify.annotations.NullMarked;
