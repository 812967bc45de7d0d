/** Steps and policy versions. The commit of a step is where an update becomes real. */
@NullMarked
package org.geor1.jobs.step;

import org.jspecify.annotations.NullMarked;
