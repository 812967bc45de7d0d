/** Settings of the objective of GRPO. */
@NullMarked
package org.geor1.protocol.grpo;

import org.jspecify.annotations.NullMarked;
