/** Metrics of steps, read by column. */
@NullMarked
package org.geor1.jobs.metric;

import org.jspecify.annotations.NullMarked;
