/** Wakes workers that wait for work in the database, by PostgreSQL's LISTEN and NOTIFY. */
@NullMarked
package org.geor1.jobs.signal;

import org.jspecify.annotations.NullMarked;
