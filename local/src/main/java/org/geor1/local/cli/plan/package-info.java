/** The memory of a training step, worked out before it starts. */
@NullMarked
package org.geor1.local.cli.plan;

import org.jspecify.annotations.NullMarked;
