package org.geor1.trainer.pretrain;

import java.util.List;
import java.util.Set;
import org.geor1.geo.perception.Turn.Kind;
import org.geor1.trainer.pretrain.Stage.Mix;

/**
 * Every number of pretraining.
 *
 * @param letters how many letters label single tiles
 * @param scenesPerStep scenes of several images in one update
 * @param turnsPerScene questions about each
 * @param cues how many cues a description names: one of these, drawn evenly
 */
public record Curriculum(int letters, int scenesPerStep, int turnsPerScene, List<Integer> cues, List<Stage> stages) {

    /** See first, then choose among few clearly different tiles, then among many alike. */
    public static Curriculum standard() {
        return new Curriculum(
                5,
                12,
                10,
                List.of(1, 1, 1, 2, 3, 4, 4),
                List.of(
                        new Stage(
                                "see",
                                2e-3,
                                600,
                                1,
                                1,
                                1,
                                false,
                                new Mix(1, 0, 0, 0, 0, 0),
                                0,
                                Set.of(Kind.DESCRIBE_PANORAMA, Kind.DESCRIBE_TILE),
                                0.9),
                        new Stage(
                                "choose",
                                2e-3,
                                1500,
                                0.25,
                                2,
                                3,
                                false,
                                new Mix(5, 15, 5, 75, 0, 0),
                                0,
                                Set.of(Kind.CHOOSE),
                                0.9),
                        new Stage(
                                "tell-apart",
                                2e-3,
                                1200,
                                0.15,
                                3,
                                5,
                                true,
                                new Mix(5, 15, 5, 55, 15, 5),
                                0.25,
                                Set.of(Kind.CHOOSE),
                                1.1)));
    }

    /** A few steps of every stage: the plumbing, not the learning. */
    public static Curriculum miniature() {
        Curriculum standard = standard();
        return new Curriculum(
                standard.letters,
                2,
                3,
                standard.cues,
                standard.stages.stream()
                        .map(stage -> new Stage(
                                stage.name(),
                                stage.learningRate(),
                                2,
                                stage.singles(),
                                stage.minTiles(),
                                stage.maxTiles(),
                                stage.lookAlikes(),
                                stage.mix(),
                                stage.tagged(),
                                stage.gated(),
                                stage.threshold()))
                        .toList());
    }
}
