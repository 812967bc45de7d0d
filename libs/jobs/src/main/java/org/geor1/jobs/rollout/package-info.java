/** Groups of completions, and how the results of jobs come together in them. */
@NullMarked
package org.geor1.jobs.rollout;

import org.jspecify.annotations.NullMarked;
