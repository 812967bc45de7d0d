/** What all services keep in PostgreSQL and on disk, by capability. {@link org.geor1.jobs.JobsConfiguration} brings it in. */
@NullMarked
package org.geor1.jobs;

import org.jspecify.annotations.NullMarked;
