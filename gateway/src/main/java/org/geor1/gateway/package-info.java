/** The only public door: REST, geolocation, dashboard. */
@NullMarked
package org.geor1.gateway;

import org.jspecify.annotations.NullMarked;
