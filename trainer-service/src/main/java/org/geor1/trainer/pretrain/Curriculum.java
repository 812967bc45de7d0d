package org.geor1.trainer.pretrain;

import java.util.List;
import org.geor1.miniearth.perception.Turn.Kind;
import org.geor1.trainer.pretrain.Stage.Gate;
import org.geor1.trainer.pretrain.Stage.Mix;
import org.geor1.trainer.pretrain.Stage.Shows;

/**
 * Every number of pretraining.
 *
 * @param letters how many letters label single tiles
 * @param scenesPerStep scenes of several images in one update
 * @param turnsPerScene questions about each
 */
public record Curriculum(int letters, int scenesPerStep, int turnsPerScene, List<Stage> stages) {

    /**
     * A language model first, then eyes: tell words apart, answer about tiles that are told in words, see, then do with
     * images what it does with words; at last settle, all the way down the learning rate.
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
                                new Shows(1, 0, 0, 0, 0, 0, 0, false),
                                new Mix(0, 0, 0, 0, 0, 0, 0, 0),
                                0,
                                Gate.at(0.95, Kind.SAME)),
                        new Stage(
                                "read",
                                2e-3,
                                2000,
                                new Shows(0.1, 1, 0, 0, 2, 4, 1, false),
                                new Mix(5, 5, 20, 25, 20, 0, 25, 5),
                                0,
                                Gate.at(0.95, Kind.LOOK, Kind.FIT, Kind.CHOOSE)),
                        new Stage(
                                "see",
                                2e-3,
                                2000,
                                new Shows(0.05, 0.3, 1, 0.5, 2, 4, 1, false),
                                new Mix(5, 5, 20, 25, 20, 0, 25, 5),
                                0,
                                Gate.at(0.9, Kind.DESCRIBE_PANORAMA, Kind.DESCRIBE_TILE, Kind.CITY)),
                        new Stage(
                                "bind",
                                2e-3,
                                3000,
                                new Shows(0.05, 0.2, 0.15, 0.5, 2, 3, 1, false),
                                new Mix(8, 5, 32, 35, 0, 0, 20, 5),
                                0,
                                Gate.at(0.95, Kind.LOOK, Kind.DESCRIBE_TILE, Kind.FIT)),
                        new Stage(
                                "choose",
                                1e-3,
                                2000,
                                new Shows(0.03, 0.05, 0.15, 0.5, 2, 5, 1, true),
                                new Mix(10, 5, 10, 10, 45, 0, 20, 20),
                                0.5,
                                Gate.at(0.97, Kind.CHOOSE, Kind.DESCRIBE_PANORAMA)),
                        new Stage(
                                "settle",
                                1e-3,
                                400,
                                new Shows(0, 0, 0.3, 0.5, 4, 5, 1, true),
                                new Mix(10, 5, 10, 10, 45, 0, 15, 20),
                                0.5,
                                Gate.none())));
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
                                stage.shows(),
                                stage.mix(),
                                stage.tagged(),
                                stage.gate()))
                        .toList());
    }
}
