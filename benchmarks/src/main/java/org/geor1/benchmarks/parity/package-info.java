/** Our model beside what {@code transformers} computed for the same checkpoints and prompts. */
@NullMarked
package org.geor1.benchmarks.parity;

import org.jspecify.annotations.NullMarked;
