/** What commands write to the terminal and how they end. */
@NullMarked
package org.geor1.local.cli.terminal;

import org.jspecify.annotations.NullMarked;
