/** Commands about datasets on disk. */
@NullMarked
package org.geor1.local.cli.data;

import org.jspecify.annotations.NullMarked;
