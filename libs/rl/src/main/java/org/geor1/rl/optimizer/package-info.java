/** AdamW, in one piece or by pieces that visit the device. */
@NullMarked
package org.geor1.rl.optimizer;

import org.jspecify.annotations.NullMarked;
