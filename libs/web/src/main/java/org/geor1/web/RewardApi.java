package org.geor1.web;

import java.util.List;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.reward.ValidateRequest;
import org.geor1.protocol.reward.ValidateResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import tools.jackson.databind.JsonNode;

/** What the reward service answers; the gateway offers the same to everybody under {@code /api/v1/rewards}. */
@HttpExchange(url = RewardApi.PATH, accept = MediaType.APPLICATION_JSON_VALUE)
public interface RewardApi {

    /** Where the reward service answers. */
    String PATH = "/internal/v1/rewards";

    /** The rewards that a run may name. */
    @GetExchange
    List<RewardDescription> list();

    /**
     * Scores completions that belong to no run.
     *
     * @param request a {@link ScoreRequest} as the caller wrote it, so that fields it does not know are seen and refused
     * @throws org.geor1.protocol.InvalidRequestException in the service, if a field is wrong
     * @throws ServiceRefusal in a client, if the service refuses
     */
    @PostExchange(url = "/run", contentType = MediaType.APPLICATION_JSON_VALUE)
    ScoreResponse run(@RequestBody JsonNode request);

    /**
     * Tries a reward on samples. Each reward of the caller's own is asked once.
     *
     * @param request a {@link ValidateRequest} as the caller wrote it
     * @throws org.geor1.protocol.InvalidRequestException in the service, if a field is wrong
     * @throws ServiceRefusal in a client, if the service refuses
     */
    @PostExchange(url = "/validate", contentType = MediaType.APPLICATION_JSON_VALUE)
    ValidateResponse validate(@RequestBody JsonNode request);

    /**
     * Refuses a reward that asks elsewhere than this service may, or names a secret that it does not have.
     *
     * @throws org.geor1.protocol.InvalidRequestException in the service, naming fields from {@code reward} on
     * @throws ServiceRefusal in a client, if the service refuses
     */
    @PostExchange(url = "/check", contentType = MediaType.APPLICATION_JSON_VALUE)
    void check(@RequestBody RewardSpec reward);
}
