package org.geor1.miniearth.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.cot.CotDataEngine;
import org.geor1.miniearth.cot.CotExemplar;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.junit.jupiter.api.Test;

class MiniEarthTextTest {
    private final MiniEarth earth = MiniEarth.standard();

    @Test
    void theCorpusContainsEveryWordOfEveryText() {
        Set<String> known = new HashSet<>();
        MiniEarthText.corpus(earth).forEach(text -> known.addAll(words(text)));

        for (Split split : List.of(Split.SFT, Split.TEST)) {
            for (CotExemplar exemplar : new CotDataEngine(earth, 5).generate(split, 500, 0.3)) {
                assertThat(known).containsAll(words(exemplar.prompt())).containsAll(words(exemplar.completion()));
            }
        }
        assertThat(known).containsAll(words(PairingQuestion.prompt(10))).contains("A", "J");
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
