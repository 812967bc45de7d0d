package org.geor1.rl.sft;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.geor1.rl.update.UpdateConfig;

/**
 * SFT hyper-parameters.
 *
 * @param update optimizer and schedule; a saved state has their settings at the same level as the other
 * @param weightDecay decoupled weight decay
 */
public record SftConfig(@JsonUnwrapped UpdateConfig update, double weightDecay) {}
