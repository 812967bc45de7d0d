package org.geor1.web;

import org.geor1.protocol.rollout.GenerateRequest;
import org.geor1.protocol.rollout.GenerateResponse;
import org.geor1.protocol.rollout.ModelStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Completions of the rollout service, outside any run. */
@HttpExchange(accept = MediaType.APPLICATION_JSON_VALUE)
public interface InferenceApi {

    /** Where the rollout service answers. */
    String PATH = "/internal/v1/generate";

    /** Where it says how a model wants to be asked. */
    String STYLE_PATH = "/internal/v1/style";

    /**
     * How a model wants to be asked; null is the served default.
     *
     * @throws ServiceRefusal in a client, if the service refuses
     */
    @GetExchange(url = STYLE_PATH)
    ModelStyle style(@RequestParam(name = "model", required = false) @Nullable String model);

    /** @throws ServiceRefusal in a client, if the service refuses */
    // JSON only: what libraries bring along for YAML would read it with other limits.
    @PostExchange(url = PATH, contentType = MediaType.APPLICATION_JSON_VALUE)
    GenerateResponse generate(@RequestBody GenerateRequest request);
}
