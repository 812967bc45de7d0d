/** Our model compared with {@code transformers} on the same checkpoints and prompts. */
@NullMarked
package org.geor1.benchmarks.parity;

import org.jspecify.annotations.NullMarked;
