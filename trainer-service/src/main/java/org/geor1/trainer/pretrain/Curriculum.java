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
 */
public record Curriculum(int letters, int scenesPerStep, int turnsPerScene, List<Stage> stages) {

    /**
     * See first, then bind letters to tiles, then choose by holding tiles against words, then among look-alikes; at last
     * settle, all the way down the learning rate, on scenes as long as those of pairing.
     */
    public static Curriculum standard() {
        return new Curriculum(
                5,
                6,
                12,
                List.of(
                        new Stage(
                                "words",
                                2e-3,
                                2000,
                                1,
                                0,
                                0,
                                0,
                                0,
                                false,
                                new Mix(0, 0, 0, 0, 0, 0, 0),
                                0,
                                Set.of(Kind.SAME),
                                0.95),
                        new Stage(
                                "see",
                                2e-3,
                                600,
                                0.3,
                                1,
                                0,
                                1,
                                1,
                                false,
                                new Mix(1, 0, 0, 0, 0, 0, 0),
                                0,
                                Set.of(Kind.DESCRIBE_PANORAMA, Kind.DESCRIBE_TILE, Kind.SAME),
                                0.9),
                        new Stage(
                                "bind",
                                2e-3,
                                3000,
                                0.15,
                                0.15,
                                0.3,
                                2,
                                3,
                                false,
                                new Mix(8, 5, 32, 35, 0, 0, 20),
                                0,
                                Set.of(Kind.LOOK, Kind.SAME),
                                0.95),
                        new Stage(
                                "compare",
                                2e-3,
                                1000,
                                0.1,
                                0.1,
                                0.3,
                                2,
                                3,
                                true,
                                new Mix(4, 2, 0, 4, 0, 0, 90),
                                0,
                                Set.of(Kind.FIT),
                                0.95),
                        new Stage(
                                "choose",
                                1e-3,
                                1000,
                                0.05,
                                0.15,
                                0.5,
                                2,
                                3,
                                true,
                                new Mix(10, 5, 10, 10, 45, 0, 20),
                                0.3,
                                Set.of(Kind.CHOOSE),
                                0.9),
                        new Stage(
                                "widen",
                                1e-3,
                                800,
                                0.02,
                                0.15,
                                0.8,
                                2,
                                5,
                                true,
                                new Mix(10, 5, 10, 10, 45, 0, 15),
                                0.5,
                                Set.of(Kind.CHOOSE, Kind.DESCRIBE_PANORAMA),
                                0.97),
                        new Stage(
                                "settle",
                                1e-3,
                                400,
                                0,
                                0.3,
                                0.8,
                                4,
                                5,
                                true,
                                new Mix(10, 5, 10, 10, 45, 0, 15),
                                0.5,
                                Set.of(Kind.CHOOSE),
                                2)));
    }

    /** A few steps of every stage: the plumbing, not the learning. */
    public static Curriculum miniature() {
        Curriculum standard = standard();
        return new Curriculum(
                standard.letters,
                2,
                3,
                standard.stages.stream()
                        .map(stage -> new Stage(
                                stage.name(),
                                stage.learningRate(),
                                2,
                                stage.words(),
                                stage.singles(),
                                stage.cities(),
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
