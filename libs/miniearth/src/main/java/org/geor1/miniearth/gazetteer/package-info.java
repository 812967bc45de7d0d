/** Names to coordinates: a look-up of known cities. */
@NullMarked
package org.geor1.miniearth.gazetteer;

import org.jspecify.annotations.NullMarked;
