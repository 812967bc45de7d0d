/** The rewards that this service computes itself, each from one completion and what is known of the right answer. */
@NullMarked
package org.geor1.reward.component;

import org.jspecify.annotations.NullMarked;
