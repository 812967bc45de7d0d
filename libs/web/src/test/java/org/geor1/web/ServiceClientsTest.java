package org.geor1.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.reward.FailurePolicy;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.RewardEndpoint;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.reward.ValidateResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client reads the responses of a controller with the same interface: results, and refusals with code and fields.
 * Requests without the token are rejected.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ServiceClientsTest {

    private static final String TOKEN = "secret";

    private static final RewardSpec JUDGED = new RewardSpec(
            List.of(
                    new RewardSpec.Component("format", 0.5),
                    new RewardSpec.Component(
                            "judge",
                            2,
                            null,
                            new RewardEndpoint("https://a.example/", 3.5, 1, FailurePolicy.DROP, "A"))),
            9);

    @LocalServerPort
    int port;

    private RewardApi client;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Rewards.class, InternalProblemAdvice.class})
    static class Service {

        @Bean
        FilterRegistrationBean<InternalTokenFilter> internalOnly() {
            return InternalTokenFilter.guarding("internalOnly", TOKEN, RewardApi.PATH + "/*");
        }
    }

    @InternalApi
    static class Rewards implements RewardApi {

        @Override
        public List<RewardDescription> list() {
            return List.of(new RewardDescription("format", 0, 1));
        }

        @Override
        public ScoreResponse run(JsonNode request) {
            switch (request.at("/completions/0/completion").asString("")) {
                case "invalid" ->
                    throw new InvalidRequestException(List.of(
                            FieldError.missing("completions[0].truth"), new FieldError("reward", "must be small")));
                case "busy" -> throw new ApiException(ErrorCode.TOO_MANY_REQUESTS, "Not now.");
                default -> throw new IllegalStateException("a fault of the service");
            }
        }

        @Override
        public ValidateResponse validate(JsonNode request) {
            return new ValidateResponse(List.of(new ValidateResponse.Trial(null, List.of(), null)));
        }

        @Override
        public void check(RewardSpec reward) {
            if (!reward.equals(JUDGED)) {
                throw new InvalidRequestException(List.of(new FieldError("reward", "is another one")));
            }
        }
    }

    @BeforeEach
    void connect() {
        client = client(TOKEN);
    }

    @Test
    void readsResults() {
        assertThat(client.list()).containsExactly(new RewardDescription("format", 0, 1));
    }

    @Test
    void recordsArriveAsTheyWereSent() {
        client.check(JUDGED);
        assertThatThrownBy(() -> client.check(new RewardSpec(JUDGED.components(), 10)))
                .isInstanceOf(ServiceRefusal.class);
        assertThat(client.validate(JsonMapper.shared().createObjectNode()).samples())
                .containsExactly(new ValidateResponse.Trial(null, List.of(), null));
    }

    @Test
    void refusalsHaveTheirCodeMessageAndFields() {
        ServiceRefusal invalid = refusal("invalid");
        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(invalid.detail()).isEqualTo("The request is not valid.");
        assertThat(invalid.errors())
                .containsExactly(
                        new FieldProblem("completions[0].truth", "is required", "add it"),
                        new FieldProblem("reward", "must be small", "correct it as the message says"));
        assertThat(refusal("busy").code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void aServiceErrorIsNotBlamedOnTheCaller() {
        ServiceRefusal fault = refusal("anything");
        assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(fault.detail()).doesNotContain("a fault of the service");
    }

    @Test
    void rejectsRequestsWithoutTheToken() {
        assertThatThrownBy(client("guess")::list)
                .isInstanceOfSatisfying(
                        ServiceRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    private RewardApi client(String token) {
        Duration patience = Duration.ofSeconds(30);
        return ServiceClients.of(
                RewardApi.class,
                ServiceClients.rest(
                        URI.create("http://localhost:" + port), token, patience, patience, ObservationRegistry.NOOP));
    }

    private ServiceRefusal refusal(String completion) {
        List<ServiceRefusal> refusals = new ArrayList<>();
        JsonNode request = JsonMapper.shared()
                .valueToTree(new ScoreRequest(null, List.of(new ScoreRequest.Item(completion, "A", null))));
        assertThatThrownBy(() -> client.run(request)).isInstanceOfSatisfying(ServiceRefusal.class, refusals::add);
        return refusals.get(0);
    }
}
