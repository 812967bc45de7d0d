/** Full disks, outages, and the moments at which a crash test kills the platform. */
@NullMarked
package org.geor1.jobs.outage;

import org.jspecify.annotations.NullMarked;
