/** A client of the platform's public REST interface. */
@NullMarked
package org.geor1.local.client;

import org.jspecify.annotations.NullMarked;
