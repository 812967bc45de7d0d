/** What became of it all. */
@NullMarked
package org.geor1.teacher.report;

import org.jspecify.annotations.NullMarked;
