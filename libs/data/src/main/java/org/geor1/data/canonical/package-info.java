/** The canonical form of samples, as JSON lines. */
@NullMarked
package org.geor1.data.canonical;

import org.jspecify.annotations.NullMarked;
