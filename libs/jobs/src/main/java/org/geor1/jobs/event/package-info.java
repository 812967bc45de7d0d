/** What happened in a run, as a stream. */
@NullMarked
package org.geor1.jobs.event;

import org.jspecify.annotations.NullMarked;
