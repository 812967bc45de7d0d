/** Cross-view pairing: one panorama, k satellite tiles, one of which shows the same place. */
@NullMarked
package org.geor1.miniearth.pairing;

import org.jspecify.annotations.NullMarked;
