package org.geor1.gateway;

/** The last requests to the stub rollout and reward services. */
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
