package org.geor1.local.client;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A run as the REST interface shows it.
 *
 * @param json the whole answer
 */
public record RunView(JsonNode json) {

    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled");

    public String id() {
        return json.path("id").asString();
    }

    /** {@code queued}, {@code running}, {@code paused}, {@code succeeded}, {@code failed} or {@code cancelled}. */
    public String state() {
        return json.path("state").asString();
    }

    /** {@code sft}, {@code grpo} or {@code eval}. */
    public String kind() {
        return json.path("kind").asString("");
    }

    /** What an unfinished run waits for, in a sentence; empty when it waits for nothing. */
    public String waiting() {
        return json.path("waiting").path("message").asString("");
    }

    public boolean isFinished() {
        return TERMINAL.contains(state());
    }

    public boolean hasSucceeded() {
        return state().equals("succeeded");
    }

    public long step() {
        return json.path("current_step").asLong(0);
    }

    /** The step after which a run that resumes another's training starts; 0 for other runs. */
    public long startStep() {
        return json.path("start_step").asLong(0);
    }

    public long maxSteps() {
        return json.path("max_steps").asLong(0);
    }

    public String error() {
        return json.path("error").asString("no reason given");
    }

    /** What an evaluation found; absent for other kinds. */
    public JsonNode result() {
        return json.path("result");
    }
}
