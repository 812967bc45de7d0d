package org.geor1.miniearth.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.cot.CotDataEngine;
import org.geor1.miniearth.cot.CotExemplar;
import org.junit.jupiter.api.Test;

class MiniEarthTextTest {
    private static final PromptStyle NANO = PromptStyles.named("nano");

    private final MiniEarth earth = MiniEarth.standard();

    @Test
    void theCorpusContainsEveryWordOfEveryText() {
        Set<String> known = new HashSet<>();
        MiniEarthText.corpus(earth).forEach(text -> known.addAll(words(text)));

        for (Split split : List.of(Split.SFT, Split.TEST)) {
            for (CotExemplar exemplar : new CotDataEngine(earth, 5).generate(split, 500, 0.3)) {
                assertThat(known)
                        .containsAll(words(NANO.prompt(exemplar.asked())))
                        .containsAll(words(exemplar.completion()));
            }
        }
        assertThat(known)
                .containsAll(words(NANO.prompt(new Question.Pairing(10))))
                .contains("A", "J");
        assertThat(known).hasSizeLessThan(250);
    }

    @Test
    void describesPlacesInFixedOrder() {
        assertThat(MiniEarthText.describe(earth.place(5))).matches("north \\w+, east \\w+, south \\w+, west \\w+");
    }

    private static List<String> words(String text) {
        return List.of(text.split("[^A-Za-z]+"));
    }
}
