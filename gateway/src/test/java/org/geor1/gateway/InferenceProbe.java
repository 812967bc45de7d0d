package org.geor1.gateway;

/** What the canned rollout service was last asked. */
public final class InferenceProbe {
    private InferenceProbe() {}

    public static String lastRequest() {
        return TestPlatform.LAST_GENERATE.get();
    }

    public static String lastToken() {
        return TestPlatform.LAST_TOKEN.get();
    }

    public static String expectedToken() {
        return TestPlatform.TOKEN;
    }
}
