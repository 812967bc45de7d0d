/** Colours, for whatever draws pictures of places. */
@NullMarked
package org.geor1.geo.paint;

import org.jspecify.annotations.NullMarked;
