/** Checkpoints of runs, and which of their files may go. */
@NullMarked
package org.geor1.jobs.checkpoint;

import org.jspecify.annotations.NullMarked;
