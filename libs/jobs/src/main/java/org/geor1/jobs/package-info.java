/** Runs, jobs, rollouts and artifacts: the platform's shared state, as interfaces and plain records. */
@NullMarked
package org.geor1.jobs;

import org.jspecify.annotations.NullMarked;
