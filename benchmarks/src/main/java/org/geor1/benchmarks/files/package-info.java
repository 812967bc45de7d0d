/** Files that benchmarks make for themselves. */
@NullMarked
package org.geor1.benchmarks.files;

import org.jspecify.annotations.NullMarked;
