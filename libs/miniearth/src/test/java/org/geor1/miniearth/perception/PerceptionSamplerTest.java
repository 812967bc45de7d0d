package org.geor1.miniearth.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.perception.Turn.Kind;
import org.junit.jupiter.api.Test;

/**
 * The base model's training data holds no pairing label: no scene shows a place, or one that looks like it, both from
 * the street and from above, no place comes from another split, and every answer is true.
 */
class PerceptionSamplerTest {

    private final MiniEarth earth = MiniEarth.standard();
    private final PerceptionSampler sampler = new PerceptionSampler(earth, 3);

    @Test
    void noSceneHoldsAPairingLabel() {
        for (int i = 0; i < 1000; i++) {
            Scene scene = sampler.scene(2 + i % 4, i % 2 == 0, true);
            Place panorama = scene.places().get(0);
            assertThat(scene.tiles()).noneMatch(tile -> tile.cues().equals(panorama.cues()));
            assertThat(scene.places()).allMatch(place -> place.split() == Split.PRETRAIN);
            assertThat(scene.places()).extracting(Place::city).containsOnly(panorama.city());
        }
    }

    @Test
    void refusesASceneWithAPairingLabel() {
        Place place = earth.places(Split.PRETRAIN).get(0);
        assertThatThrownBy(() -> new Scene(place, List.of(place), List.of('A')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(place.key());
    }

    @Test
    void exactlyOneTileFitsADescription() {
        for (int i = 0; i < 300; i++) {
            Scene scene = sampler.scene(4, true, true);
            Turn turn = sampler.ask(scene, Kind.CHOOSE);
            String description = turn.question().substring(1, turn.question().indexOf('.'));
            List<String> cues = List.of(description.split(", "));
            List<String> fitting = scene.tiles().stream()
                    .filter(tile -> cues.stream().allMatch(tile.cues().describe()::contains))
                    .map(tile ->
                            String.valueOf(scene.letters().get(scene.tiles().indexOf(tile))))
                    .toList();
            assertThat(fitting).containsExactly(turn.answer());
        }
    }

    @Test
    void taggedChecksStopAtTheMatchingTile() {
        for (int i = 0; i < 300; i++) {
            Scene scene = sampler.scene(4, true, true);
            ThinkAnswer parsed =
                    ThinkAnswer.parse(sampler.ask(scene, Kind.CHOOSE).completion(true));
            assertThat(parsed.wellFormed()).isTrue();
            String[] steps = parsed.think().orElseThrow().split("\\. ");
            String[] checked = steps[2].substring("evidence: ".length()).split("; ");
            assertThat(checked[checked.length - 1])
                    .startsWith(String.valueOf(parsed.letter().orElseThrow()))
                    .endsWith(" yes");
            for (int c = 0; c < checked.length - 1; c++) {
                assertThat(checked[c]).endsWith(" no");
            }
            for (int c = 0; c < checked.length; c++) {
                String shown = scene.tiles().get(c).cues().describe();
                assertThat(seen(checked[c])).startsWith(scene.letters().get(c) + " ");
                assertThat(shown).startsWith(seen(checked[c]).substring(2));
            }
        }
    }

    /** A clause without the values its cues were compared with. */
    private static String seen(String clause) {
        return clause.replaceAll(" vs \\w+ (yes|no)", "");
    }

    @Test
    void aTileFitsADescriptionIfAndOnlyIfItIsTrue() {
        int fitting = 0;
        for (int i = 0; i < 300; i++) {
            Scene scene = sampler.scene(4, true, true);
            Turn turn = sampler.ask(scene, Kind.FIT);
            String[] parts = turn.question().substring(1).split("\\. ");
            String letter = parts[1].substring(0, 1);
            Place tile = scene.tiles().get(scene.letters().indexOf(letter.charAt(0)));
            boolean fits =
                    List.of(parts[0].split(", ")).stream().allMatch(tile.cues().describe()::contains);
            assertThat(turn.answer()).isEqualTo(fits ? "yes" : "no");
            assertThat(turn.thought()).startsWith(letter + " ").endsWith(" " + turn.answer());
            fitting += fits ? 1 : 0;
        }
        assertThat(fitting).as("both answers are asked for").isBetween(90, 210);
    }

    @Test
    void whatNothingTellsIsGuessedEvenlyAndInForm() {
        Map<String, Integer> letters = new TreeMap<>();
        int careful = 0;
        for (int i = 0; i < 2000; i++) {
            Scene scene = sampler.scene(4, true, i % 4 > 0);
            Turn turn = sampler.ask(scene, Kind.GUESS);
            ThinkAnswer parsed = ThinkAnswer.parse(turn.completion(true));
            assertThat(parsed.wellFormed()).isTrue();
            letters.merge(turn.answer(), 1, Integer::sum);
            assertThat(turn.question()).doesNotContain("this place");
            if (turn.thought().contains("evidence: ")) {
                careful++;
                String[] steps = turn.thought().split("\\. ");
                assertThat(steps[2].substring("evidence: ".length()).split("; "))
                        .hasSize(4)
                        .allMatch(clause -> clause.endsWith(" no"));
            }
        }
        assertThat(letters.keySet()).containsExactly("A", "B", "C", "D");
        assertThat(letters.values()).allMatch(count -> count > 400 && count < 600);
        assertThat(careful).isBetween(40, 140);
    }

    @Test
    void theSameSeedDrawsTheSameScenes() {
        PerceptionSampler again = new PerceptionSampler(earth, 3);
        for (int i = 0; i < 20; i++) {
            assertThat(again.scene(3, true, true)).isEqualTo(sampler.scene(3, true, true));
        }
    }
}
