/** The platform that a command uses: the one that runs, or one of its own. */
@NullMarked
package org.geor1.local.cli.platform;

import org.jspecify.annotations.NullMarked;
