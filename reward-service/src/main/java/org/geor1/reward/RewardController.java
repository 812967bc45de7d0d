package org.geor1.reward;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.RunSpec.RewardSpec;
import org.geor1.protocol.RunSpecReader;
import org.geor1.protocol.ScoreRequest;
import org.geor1.protocol.ScoreResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The scorers of training, for anyone who wants to try them on a completion. */
@RestController
@RequestMapping("/api/v1/rewards")
class RewardController {

    private static final int MAX_COMPLETIONS = 1000;

    /** What a caller may expect of a reward. */
    record RewardView(String name, double min, double max) {}

    @GetMapping
    List<RewardView> list() {
        return Scorer.all(1024, AnswerMethod.STRICT).stream()
                .map(reward -> new RewardView(reward.name(), reward.min(), reward.max()))
                .toList();
    }

    @PostMapping("/run")
    ScoreResponse run(@RequestBody ScoreRequest request) {
        Scorer scorer = new Scorer(check(request));
        return new ScoreResponse(request.completions().stream()
                .map(item -> {
                    Integer given = item.tokens();
                    int tokens = given == null ? Words.of(item.completion()).size() : given;
                    return scorer.score(RewardInput.of(item.completion(), tokens, item.truth()), false);
                })
                .toList());
    }

    /** A body of JSON can leave out what a record's type promises, so nulls are looked for here. */
    @SuppressWarnings("ConstantValue")
    private static RewardSpec check(ScoreRequest request) {
        List<FieldError> errors = new ArrayList<>();
        if (request.completions() == null
                || request.completions().isEmpty()
                || request.completions().size() > MAX_COMPLETIONS) {
            throw new InvalidRequestException(
                    List.of(new FieldError("completions", "must hold 1 to " + MAX_COMPLETIONS + " items")));
        }
        for (int i = 0; i < request.completions().size(); i++) {
            ScoreRequest.Item item = request.completions().get(i);
            String path = "completions[" + i + "]";
            if (item == null || item.completion() == null) {
                errors.add(new FieldError(path + ".completion", "is required"));
            } else if (item.truth() == null || !item.truth().matches("[A-J]")) {
                errors.add(new FieldError(path + ".truth", "must be a letter from A to J"));
            } else if (item.tokens() != null && item.tokens() < 0) {
                errors.add(new FieldError(path + ".tokens", "must not be negative"));
            }
        }
        RewardSpec reward = request.reward() == null ? RunSpecReader.defaultReward() : request.reward();
        for (int i = 0; i < reward.components().size(); i++) {
            RewardSpec.Component component = reward.components().get(i);
            String path = "reward.components[" + i + "]";
            if (!RunSpecReader.REWARDS.contains(component.name())) {
                errors.add(new FieldError(path + ".name", "unknown reward"));
            } else if (component.method() != null && !component.name().equals(RewardSpec.ACCURACY)) {
                errors.add(new FieldError(path + ".method", "belongs to accuracy: leave it out"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        return reward;
    }

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException problem) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The request is not valid.");
        detail.setProperty("code", "invalid_request");
        detail.setProperty("errors", problem.errors());
        return detail;
    }
}
