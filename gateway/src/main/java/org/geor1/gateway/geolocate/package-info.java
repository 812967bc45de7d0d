/** Photo in, reasoning and place out. */
@NullMarked
package org.geor1.gateway.geolocate;

import org.jspecify.annotations.NullMarked;
