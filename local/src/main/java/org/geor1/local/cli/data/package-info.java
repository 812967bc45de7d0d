/** Data sets from what users have. */
@NullMarked
package org.geor1.local.cli.data;

import org.jspecify.annotations.NullMarked;
