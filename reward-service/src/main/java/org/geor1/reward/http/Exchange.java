package org.geor1.reward.http;

import java.util.List;
import org.geor1.protocol.reward.RewardTruth;
import org.geor1.reward.component.RewardInput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that goes to an endpoint and comes back. */
final class Exchange {

    /** Of the form of requests and answers. A change that an endpoint might not understand counts it up. */
    static final int VERSION = 1;

    /** Larger scores would make the sums and squares of advantages overflow, or leave nothing of other rewards. */
    static final double LARGEST = 1e6;

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final ObjectReader STRICT =
            JSON.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Exchange() {}

    private record Request(
            int version, String reward, @Nullable String run, List<Item> items) {}

    private record Item(
            String prompt, String completion, @Nullable String answer, int tokens, RewardTruth truth) {}

    /** @param run the run's id, or null where the completions belong to none */
    static byte[] request(String reward, @Nullable String run, List<RewardInput> group) {
        List<Item> items = group.stream()
                .map(input -> new Item(
                        input.prompt(),
                        input.completion(),
                        input.parsed().answer().map(String::strip).orElse(null),
                        input.tokens(),
                        input.truth()))
                .toList();
        return JSON.writeValueAsBytes(new Request(VERSION, reward, run, items));
    }

    /** @throws EndpointException unless the body has one usable score for each of {@code count} completions */
    static double[] scores(byte[] body, int count) throws EndpointException {
        JsonNode answer;
        try {
            answer = STRICT.readValue(body);
        } catch (JacksonException e) {
            throw new EndpointException("answered with something that is not JSON", false);
        }
        if (!answer.isObject()
                || !answer.path("version").isInt()
                || answer.path("version").intValue() != VERSION) {
            throw new EndpointException("must answer with an object that has \"version\": " + VERSION, false);
        }
        JsonNode scores = answer.path("scores");
        if (!scores.isArray() || scores.size() != count) {
            throw new EndpointException(
                    "must answer with " + count + " scores, one for each completion, but gave "
                            + (scores.isArray() ? scores.size() : "no list of them"),
                    false);
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = scores.get(i).isNumber() ? scores.get(i).doubleValue(Double.NaN) : Double.NaN;
            // Written so that NaN fails as well.
            if (!(Math.abs(values[i]) <= LARGEST)) {
                throw new EndpointException(
                        "must answer with numbers from -1e6 to 1e6, but scores[" + i + "] is none", false);
            }
        }
        return values;
    }
}
