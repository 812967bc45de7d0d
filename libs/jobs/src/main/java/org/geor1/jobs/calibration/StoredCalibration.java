package org.geor1.jobs.calibration;

import tools.jackson.databind.JsonNode;

/**
 * A calibration, and what decides whether it holds.
 *
 * @param runId the evaluation that it is from
 * @param policyArtifact hash of the weights
 * @param promptStyle with its version
 * @param n answers that are drawn to a picture
 * @param temperature at which they are drawn
 * @param maxTokens length at which an answer was cut short
 * @param longest tokens of the longest answer
 * @param cutShort answers that were cut short
 * @param dataset that the pictures are of
 * @param items predictions that it was fitted and measured on
 * @param ece expected calibration error, from 0 to 1
 * @param coverage share of predictions with the truth in their radius
 * @param fit as the library that made it reads it
 */
public record StoredCalibration(
        String runId,
        String policyArtifact,
        String promptStyle,
        int n,
        double temperature,
        int maxTokens,
        int longest,
        long cutShort,
        String dataset,
        int items,
        double ece,
        double coverage,
        JsonNode fit) {}
