package org.geor1.teacher.answer;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.geor1.factcheck.check.FactChecker;
import org.geor1.factcheck.check.Verdict;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Question;

/** Whether an answer is right. Places may be called by any name that the gazetteer knows. */
final class AnswerJudge {

    private static final double CITY_METRES = 30_000;
    private static final List<String> CLIMATES = List.of("tropical", "arid", "temperate", "continental", "polar");

    private final Gazetteer gazetteer;
    private final FactChecker checker;

    AnswerJudge(Gazetteer gazetteer, FactChecker checker) {
        this.gazetteer = gazetteer;
        this.checker = checker;
    }

    boolean isRight(String answer, Question question, Facts facts) {
        return switch (question.kind()) {
            case CITY -> isCity(answer, facts);
            case COUNTRY -> isCountry(answer, facts);
            case PLACE -> isPlace(answer, facts);
            case CLIMATE -> isClimate(answer, facts);
            case HEMISPHERE, DRIVING_SIDE -> same(answer, String.valueOf(question.truth()));
        };
    }

    private boolean isPlace(String answer, Facts facts) {
        int comma = answer.lastIndexOf(',');
        return comma > 0 && isCity(answer.substring(0, comma), facts) && isCountry(answer.substring(comma + 1), facts);
    }

    private boolean isCountry(String answer, Facts facts) {
        Country country = facts.country();
        return country != null
                && gazetteer.country(answer.strip()).filter(country::sameState).isPresent();
    }

    private boolean isCity(String answer, Facts facts) {
        String name = answer.strip();
        if (same(name, facts.city())) {
            return true;
        }
        return facts.position() != null
                && gazetteer.cities(name).stream()
                        .anyMatch(city -> city.position().distanceMetres(facts.position()) <= CITY_METRES);
    }

    /** The fact check knows which climates a country has, and reads them in a sentence. */
    private boolean isClimate(String answer, Facts facts) {
        Optional<String> climate =
                CLIMATES.stream().filter(known -> same(known, answer)).findFirst();
        return climate.map(known -> checker.check(facts.exemplar("climate", "This place has a " + known + " climate.")))
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.ACCEPTED)
                .isPresent();
    }

    private static boolean same(String one, String other) {
        return !other.isBlank() && folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
    }
}
