package org.geor1.gateway;

/** What the canned rollout and reward services were last asked. */
public final class InferenceProbe {
    private InferenceProbe() {}

    public static String lastRequest() {
        return TestPlatform.LAST_GENERATE.get();
    }

    public static String lastScoreRequest() {
        return TestPlatform.LAST_SCORE.get();
    }

    public static String lastToken() {
        return TestPlatform.LAST_TOKEN.get();
    }

    public static String expectedToken() {
        return TestPlatform.TOKEN;
    }
}
