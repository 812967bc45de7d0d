package org.geor1.web;

import org.geor1.protocol.rollout.GenerateRequest;
import org.geor1.protocol.rollout.GenerateResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Completions of the rollout service, outside any run. */
@HttpExchange(accept = MediaType.APPLICATION_JSON_VALUE)
public interface InferenceApi {

    /** Where the rollout service answers. */
    String PATH = "/internal/v1/generate";

    /** @throws ServiceRefusal in a client, if the service refuses */
    // JSON only: what libraries bring along for YAML would read it with other limits.
    @PostExchange(url = PATH, contentType = MediaType.APPLICATION_JSON_VALUE)
    GenerateResponse generate(@RequestBody GenerateRequest request);
}
