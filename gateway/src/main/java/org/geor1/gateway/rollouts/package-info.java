/** Rollouts, their groups and the images they saw. */
@NullMarked
package org.geor1.gateway.rollouts;

import org.jspecify.annotations.NullMarked;
