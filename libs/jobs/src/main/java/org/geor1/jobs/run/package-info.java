/** Runs, their states, and the lease of the trainer that drives one. */
@NullMarked
package org.geor1.jobs.run;

import org.jspecify.annotations.NullMarked;
