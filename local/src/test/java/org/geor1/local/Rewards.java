package org.geor1.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests the reward of a correct answer from a platform, through the gateway. */
public final class Rewards {

    private static final String RIGHT = """
            {"completions":[{"completion":"<think>x</think><answer>C</answer>","truth":"C"}]}""";

    private Rewards() {}

    /** The response body, which contains {@code "reward":1.5} if the reward service was reached. */
    public static String ofRightAnswer(URI platform) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(platform.resolve("/api/v1/rewards/run"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(RIGHT))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
