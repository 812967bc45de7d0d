/** Makes chains of thought about photos with a teacher; {@code CotBuild} is the way in. */
@NullMarked
package org.geor1.teacher;

import org.jspecify.annotations.NullMarked;
