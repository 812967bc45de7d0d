/** The picture of a sample, as it is sent and kept. */
@NullMarked
package org.geor1.teacher.picture;

import org.jspecify.annotations.NullMarked;
