/** Commands for chains of thought about real photos. */
@NullMarked
package org.geor1.local.cli.cot;

import org.jspecify.annotations.NullMarked;
