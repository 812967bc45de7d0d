/** Mini-Earth as a source of places and of tasks about them: what the rest of the platform sees of it. */
@NullMarked
package org.geor1.miniearth.source;

import org.jspecify.annotations.NullMarked;
