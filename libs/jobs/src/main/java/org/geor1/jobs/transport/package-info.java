/** How the weights of a policy get from the trainer to the workers that sample with them. */
@NullMarked
package org.geor1.jobs.transport;

import org.jspecify.annotations.NullMarked;
