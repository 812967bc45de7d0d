/** All formats there are. */
@NullMarked
package org.geor1.data.format;

import org.jspecify.annotations.NullMarked;
