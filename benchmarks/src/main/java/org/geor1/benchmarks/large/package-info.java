/** A checkpoint far larger than the Java heap. */
@NullMarked
package org.geor1.benchmarks.large;

import org.jspecify.annotations.NullMarked;
