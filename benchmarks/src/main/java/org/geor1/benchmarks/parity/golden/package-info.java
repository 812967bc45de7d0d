/** What was recorded of {@code transformers}, and how far it lies from itself. */
@NullMarked
package org.geor1.benchmarks.parity.golden;

import org.jspecify.annotations.NullMarked;
