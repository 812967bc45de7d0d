package org.geor1.gateway.runs;

import java.net.http.HttpClient;
import java.time.Duration;
import org.geor1.gateway.problems.ApiException;
import org.geor1.gateway.problems.ErrorCode;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.protocol.InternalTokenFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ProblemDetail;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks the trainer whether a run could start from a model. A run may be submitted while no trainer is there; then it is
 * the run that fails, with the same reason.
 */
@Component
class ModelCheck {

    private static final Logger log = LoggerFactory.getLogger(ModelCheck.class);

    /** A look at headers takes milliseconds; at a tied head that is stored as well, a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RestClient trainer;

    ModelCheck(PlatformProperties platform) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(2))
                .build());
        requests.setReadTimeout(PATIENCE);
        this.trainer = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(platform.trainerUrl())
                .defaultHeader(InternalTokenFilter.HEADER, platform.internalToken())
                .build();
    }

    /** @throws ApiException with the trainer's reason if it cannot load the model */
    void requireUsable(String model) {
        try {
            trainer.get()
                    .uri("/internal/v1/models/{name}/usable", model)
                    .retrieve()
                    .toBodilessEntity();
        } catch (HttpClientErrorException.UnprocessableContent e) {
            ProblemDetail problem = e.getResponseBodyAs(ProblemDetail.class);
            String reason = problem == null ? null : problem.getDetail();
            throw new ApiException(
                    ErrorCode.UNUSABLE_MODEL, (reason == null ? "The model cannot be loaded" : reason) + ".");
        } catch (RestClientException e) {
            log.info("The trainer did not say whether {} can be loaded; its run will: {}", model, e.toString());
        }
    }
}
