package org.geor1.teacher;

import java.nio.charset.StandardCharsets;

/** The most that one request may cost. */
final class CostBound {

    /** Models have one token for each 14 × 14 pixels at most; many have one for four such squares. */
    private static final int PIXELS_OF_A_TOKEN = 14 * 14;

    /** For the roles of turns and the like. */
    private static final int TOKENS_AROUND = 100;

    private CostBound() {}

    /**
     * By the length of the texts, as a token has at least one byte, and the size of the photo.
     *
     * @param text for the teacher
     */
    static long of(CotPlan plan, long pixels, String text) {
        long bytes = (plan.prompts().system() + text).getBytes(StandardCharsets.UTF_8).length;
        return plan.limits()
                .prices()
                .of(
                        bytes + pixels / PIXELS_OF_A_TOKEN + TOKENS_AROUND,
                        plan.endpoint().maxTokens());
    }
}
