package org.geor1.teacher.answer;

import java.util.Optional;
import java.util.stream.Collectors;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.FactChecker;
import org.geor1.factcheck.check.Verdict;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Question;

/** Decides what is kept: by form, by what is spoken of, by facts, by the answer. Safe for threads; the same input, the same result. */
public final class Assessor {

    private final FactChecker checker;
    private final AnswerJudge judge;

    public Assessor(Gazetteer gazetteer) {
        this.checker = new FactChecker(gazetteer);
        this.judge = new AnswerJudge(gazetteer, checker);
    }

    /** Whether position and country of a photo agree; nothing could be checked by them otherwise. */
    public boolean agree(Facts facts) {
        return checker.check(facts.exemplar("facts", "")).violations().isEmpty();
    }

    /**
     * @param id of the exemplar
     * @param finish why the answer ended, as the endpoint says it
     */
    public Assessment assess(String id, Question question, Facts facts, String text, String finish) {
        switch (finish) {
            case "length":
                return Assessment.rejected(Rejection.CUT_OFF, "ended at the limit of tokens");
            case "content_filter", "tool_calls", "function_call":
                return Assessment.rejected(Rejection.FILTERED, "ended by " + finish);
            default:
                break;
        }
        try {
            Chain chain = Chain.parse(text);
            Optional<String> pairing = ForbiddenTalk.ofPairing(chain);
            if (pairing.isPresent()) {
                return Assessment.rejected(Rejection.PAIRING, "says '" + pairing.get() + "'");
            }
            Optional<String> told = ForbiddenTalk.ofMetadata(chain);
            if (told.isPresent()) {
                return Assessment.rejected(Rejection.TOLD, "says '" + told.get() + "'");
            }
            return check(facts.exemplar(id, chain.text()), question, facts);
        } catch (Chain.NoChainException e) {
            return Assessment.rejected(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private Assessment check(Exemplar exemplar, Question question, Facts facts) throws Chain.NoChainException {
        Verdict verdict = checker.check(exemplar);
        if (verdict.outcome() == Verdict.Outcome.REJECTED) {
            String claims = verdict.violations().stream()
                    .map(violation -> violation.kind() + ": " + violation.claimed() + ", true is " + violation.actual())
                    .collect(Collectors.joining("; "));
            return new Assessment(Rejection.FALSE_CLAIM, claims, "", "", exemplar, verdict);
        }
        Chain chain = Chain.parse(verdict.text());
        if (!judge.isRight(chain.answer(), question, facts)) {
            String detail = "answers '" + chain.answer() + "', wanted " + question.wanted();
            return new Assessment(Rejection.WRONG_ANSWER, detail, "", "", exemplar, verdict);
        }
        return new Assessment(null, "", chain.text(), chain.answer(), exemplar, verdict);
    }
}
