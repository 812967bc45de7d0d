/** A run's curves, downsampled with the least and greatest value behind each point. */
@NullMarked
package org.geor1.gateway.metrics;

import org.jspecify.annotations.NullMarked;
