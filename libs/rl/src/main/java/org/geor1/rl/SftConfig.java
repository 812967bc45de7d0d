package org.geor1.rl;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * SFT hyper-parameters.
 *
 * @param update optimizer and schedule, whose settings stand beside the other in a saved state
 * @param weightDecay decoupled weight decay
 */
public record SftConfig(@JsonUnwrapped UpdateConfig update, double weightDecay) {}
