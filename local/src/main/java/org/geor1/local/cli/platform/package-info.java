/** The platform that a command uses: a running one, or one that it starts. */
@NullMarked
package org.geor1.local.cli.platform;

import org.jspecify.annotations.NullMarked;
