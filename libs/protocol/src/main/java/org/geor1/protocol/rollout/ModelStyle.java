package org.geor1.protocol.rollout;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a model wants to be asked.
 *
 * @param model its full name
 * @param promptStyle the style that its directory names, or the default where it names none
 * @param maxTokens length at which an answer ends that has not ended by itself
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelStyle(String model, String promptStyle, int maxTokens) {}
