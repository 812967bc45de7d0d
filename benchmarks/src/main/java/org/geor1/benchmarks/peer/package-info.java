/** The engine beside what people use, on the same work, run by turns. */
@NullMarked
package org.geor1.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
