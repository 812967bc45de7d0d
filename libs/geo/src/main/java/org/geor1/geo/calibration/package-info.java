/** From how often answers agree to how often they are right, and how far off they are. */
@NullMarked
package org.geor1.geo.calibration;

import org.jspecify.annotations.NullMarked;
