/** A run's curves, downsampled with an honest envelope. */
@NullMarked
package org.geor1.gateway.metrics;

import org.jspecify.annotations.NullMarked;
