/** Points on the globe and the distances between them. */
@NullMarked
package org.geor1.geo.geodesy;

import org.jspecify.annotations.NullMarked;
