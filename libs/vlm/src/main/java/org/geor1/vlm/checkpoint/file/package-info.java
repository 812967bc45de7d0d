/** Checkpoint files: JSON reading with precise errors, and writes that never leave a partial file. */
@NullMarked
package org.geor1.vlm.checkpoint.file;

import org.jspecify.annotations.NullMarked;
