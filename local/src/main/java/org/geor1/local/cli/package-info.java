/** The geor1 command line. */
@NullMarked
package org.geor1.local.cli;

import org.jspecify.annotations.NullMarked;
