/** Everything at once for minutes: whether the engine stays right, and in its memory. */
@NullMarked
package org.geor1.benchmarks.load;

import org.jspecify.annotations.NullMarked;
