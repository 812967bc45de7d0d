package org.geor1.miniearth.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairingGeneratorTest {
    private final MiniEarth earth = MiniEarth.standard();
    private final PairingGenerator generator = new PairingGenerator(earth, 11);

    @ParameterizedTest
    @CsvSource({"RL,5,SAME_CITY", "TEST,5,GLOBAL", "DEV,10,SAME_CITY", "SFT,2,GLOBAL", "TEST,3,SAME_CITY"})
    void confusersFollowTheRules(Split split, int k, ConfuserMode mode) {
        for (PairingQuestion question : generator.generate(split, k, mode, 120)) {
            assertThat(question.candidates()).hasSize(k).allMatch(place -> place.split() == split);
            if (mode == ConfuserMode.SAME_CITY) {
                assertThat(question.candidates())
                        .allMatch(
                                place -> place.city().equals(question.panorama().city()));
            }
            List<Cues> looks = question.candidates().stream().map(Place::cues).toList();
            assertThat(new HashSet<>(looks)).hasSize(k);
            List<Integer> shared = new ArrayList<>(looks.stream()
                    .map(cues -> cues.shared(question.panorama().cues()))
                    .toList());
            assertThat(shared.remove(question.truth())).isEqualTo(4);
            assertThat(shared).contains(question.hardness()).allMatch(n -> n >= 1 && n <= question.hardness());
        }
    }

    @Test
    void everyBlockOfKQuestionsUsesEveryLetterOnceAndHardnessIsBalanced() {
        List<PairingQuestion> questions = generator.generate(Split.RL, 5, ConfuserMode.SAME_CITY, 150);

        for (int block = 0; block < 150; block += 5) {
            assertThat(questions.subList(block, block + 5))
                    .extracting(PairingQuestion::answer)
                    .containsExactlyInAnyOrder("A", "B", "C", "D", "E");
        }
        Map<Integer, Integer> hardness = new HashMap<>();
        questions.forEach(question -> hardness.merge(question.hardness(), 1, Integer::sum));
        assertThat(hardness).isEqualTo(Map.of(1, 50, 2, 50, 3, 50));
    }

    @Test
    void theSeedDeterminesTheQuestions() {
        List<PairingQuestion> questions = generator.generate(Split.TEST, 4, ConfuserMode.GLOBAL, 20);

        assertThat(new PairingGenerator(MiniEarth.standard(), 11).generate(Split.TEST, 4, ConfuserMode.GLOBAL, 20))
                .isEqualTo(questions);
        assertThat(new PairingGenerator(earth, 12).generate(Split.TEST, 4, ConfuserMode.GLOBAL, 20))
                .isNotEqualTo(questions);
        assertThat(questions).extracting(PairingQuestion::id).doesNotHaveDuplicates();
    }

    @Test
    void truthsDoNotRepeatWhileOthersRemain() {
        assertThat(generator.generate(Split.RL, 5, ConfuserMode.SAME_CITY, 1_000))
                .extracting(question -> question.panorama().id())
                .doesNotHaveDuplicates();
    }

    @Test
    void rejectsMoreCandidatesThanLetters() {
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(Split.RL, 1, ConfuserMode.GLOBAL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(Split.RL, 11, ConfuserMode.GLOBAL, 1));
    }
}
