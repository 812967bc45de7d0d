package org.geor1.teacher.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws questions: of each sample one kind after another, in an order that follows from seed and sample alone. */
public final class Questions {

    private final Prompts prompts;
    private final long seed;

    public Questions(Prompts prompts, long seed) {
        this.prompts = prompts;
        this.seed = seed;
    }

    /**
     * @param round from 0; each asks another kind
     * @return empty if every kind that fits the photo was asked
     */
    public Optional<Question> draw(String sampleId, Facts facts, int round) {
        List<QuestionKind> kinds = new ArrayList<>(kinds(facts));
        Random random = new Random(Hashes.number(Long.toString(seed), sampleId));
        Collections.shuffle(kinds, random);
        if (round >= kinds.size()) {
            return Optional.empty();
        }
        QuestionKind kind = kinds.get(round);
        List<String> wordings = prompts.wordings(kind);
        long draw = Hashes.number(Long.toString(seed), sampleId, kind.title());
        String wording = wordings.get((int) Math.floorMod(draw, (long) wordings.size()));
        return kind.wanted(facts)
                .map(wanted ->
                        new Question(kind, wording, wanted, kind.truth(facts).orElse(null), draw & Integer.MAX_VALUE));
    }

    /** How many questions there are about such a photo. */
    public int count(Facts facts) {
        return kinds(facts).size();
    }

    private static List<QuestionKind> kinds(Facts facts) {
        return List.of(QuestionKind.values()).stream()
                .filter(kind -> kind.wanted(facts).isPresent())
                .toList();
    }
}
