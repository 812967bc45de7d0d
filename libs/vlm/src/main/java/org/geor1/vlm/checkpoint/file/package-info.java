/** The files of a checkpoint: JSON whose faults are named, and writing that never leaves a partial file. */
@NullMarked
package org.geor1.vlm.checkpoint.file;

import org.jspecify.annotations.NullMarked;
