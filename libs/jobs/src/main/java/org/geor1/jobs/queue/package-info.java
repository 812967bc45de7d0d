/** The queue: claims, leases, retries and dead letters. It knows nothing of what its jobs are for. */
@NullMarked
package org.geor1.jobs.queue;

import org.jspecify.annotations.NullMarked;
