/** Compares the engine with common tools on the same work, in turns. */
@NullMarked
package org.geor1.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
