package org.geor1.miniearth.cot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;

/**
 * The fact-check engine: parses a chain of thought into claims and checks each against the facts of the place. It sees
 * the text alone, so it judges a model's completions as well as generated
 * ones. A clause that it cannot parse is a violation: an unchecked claim must not pass as true.
 */
public final class FactCheck {
    /** No repetition overlaps its neighbour, so matching stays linear on any input. */
    private static final Pattern STEPS =
            Pattern.compile("cues: ([^.]*)\\. knowledge: ([^.]*)\\. evidence: ([^.]*)\\. conclusion: ([^.]*)\\.");

    private static final Pattern CUE = Pattern.compile("(north|east|south|west) (\\w+)");

    private final Place place;
    private final View view;
    private final CotQuestion question;
    private final List<Violation> violations = new ArrayList<>();

    private FactCheck(Place place, View view, CotQuestion question) {
        this.place = place;
        this.view = view;
        this.question = question;
    }

    /** All violated claims of an exemplar, in the order of the text; empty if it is true and whole. */
    public static List<Violation> check(CotExemplar exemplar) {
        return check(exemplar.place(), exemplar.view(), exemplar.question(), exemplar.completion());
    }

    /** All violated claims of any completion for that question about that image. */
    public static List<Violation> check(Place place, View view, CotQuestion question, String completion) {
        FactCheck check = new FactCheck(place, view, question);
        check.read(completion);
        return List.copyOf(check.violations);
    }

    private void read(String completion) {
        ThinkAnswer parsed = ThinkAnswer.parse(completion);
        Matcher steps = STEPS.matcher(parsed.think().orElse(""));
        if (!parsed.wellFormed() || !steps.matches()) {
            violate(ClaimKind.STRUCTURE, "", "not four steps in think tags and an answer in answer tags");
            return;
        }
        cues(steps.group(1));
        ReasoningCheck reasoning = new ReasoningCheck(place, view, violations);
        if (question.claim() == null) {
            reasoning.step(ClaimKind.KNOWLEDGE, steps.group(2));
            reasoning.step(ClaimKind.EVIDENCE, steps.group(3));
        } else {
            expect(ClaimKind.KNOWLEDGE, steps.group(2), steps.group(2), Elimination.RULE);
            String held = question.claim().verdict(place, view);
            expect(ClaimKind.EVIDENCE, steps.group(3), steps.group(3), held);
        }
        String truth = question.answer(place);
        String conclusion = question.kind() == CotQuestion.Kind.CITY
                ? truth + " in " + place.country().name()
                : truth;
        expect(ClaimKind.CONCLUSION, steps.group(4), steps.group(4), conclusion);
        String answer = parsed.answer().orElse("");
        expect(ClaimKind.ANSWER, answer, answer, truth);
    }

    private void cues(String sentence) {
        Set<Direction> seen = EnumSet.noneOf(Direction.class);
        for (String clause : sentence.split(", ", -1)) {
            Matcher cue = CUE.matcher(clause);
            if (cue.matches()) {
                Direction direction = ReasoningCheck.direction(cue.group(1));
                seen.add(direction);
                expect(
                        ClaimKind.CUE,
                        clause,
                        cue.group(2),
                        question.wanted(place, view).at(direction).word());
            } else {
                violate(ClaimKind.STRUCTURE, clause, "not a cue");
            }
        }
        if (seen.size() < 4) {
            violate(ClaimKind.STRUCTURE, "", "cues must name all four directions");
        }
    }

    private void expect(ClaimKind kind, String clause, String claimed, String truth) {
        if (!claimed.equals(truth)) {
            violate(kind, clause, "is " + truth);
        }
    }

    private void violate(ClaimKind kind, String clause, String reason) {
        violations.add(new Violation(kind, clause, reason));
    }
}
