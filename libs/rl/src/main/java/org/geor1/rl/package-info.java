/** Post-training algorithms: SFT and GRPO. */
@NullMarked
package org.geor1.rl;

import org.jspecify.annotations.NullMarked;
