/** How fast data sets are made. */
@NullMarked
package org.geor1.benchmarks.data;

import org.jspecify.annotations.NullMarked;
