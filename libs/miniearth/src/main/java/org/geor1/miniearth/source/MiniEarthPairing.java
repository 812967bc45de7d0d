package org.geor1.miniearth.source;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.PairingTask;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.pairing.PairingGenerator;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.geor1.miniearth.render.View;

/** Pairing on Mini-Earth, where it is known by how many cues a wrong tile resembles the right one. */
final class MiniEarthPairing implements PairingTask {

    private static final int BLOCK = 4000;

    private final MiniEarthSource source;

    MiniEarthPairing(MiniEarthSource source) {
        this.source = source;
    }

    @Override
    public TaskItems questions(Use use, int candidates, ConfuserMode confusers, long seed) {
        return new Blocks(MiniEarthSource.split(use), candidates, confusers, seed);
    }

    /** Questions are made in blocks, within which letters and hardness are balanced. */
    private final class Blocks implements TaskItems {

        private final Split split;
        private final int candidates;
        private final ConfuserMode confusers;
        private final long seed;

        private long block = -1;
        private List<PairingQuestion> questions = List.of();

        Blocks(Split split, int candidates, ConfuserMode confusers, long seed) {
            this.split = split;
            this.candidates = candidates;
            this.confusers = confusers;
            this.seed = seed;
        }

        @Override
        public TaskItem get(long index) {
            if (index / BLOCK != block) {
                block = index / BLOCK;
                questions = new PairingGenerator(source.earth(), SeedStream.hash(seed, block))
                        .generate(split, candidates, confusers, BLOCK);
            }
            return item(questions.get((int) (index % BLOCK)));
        }

        @Override
        public long distinct() {
            return Long.MAX_VALUE;
        }
    }

    private TaskItem item(PairingQuestion question) {
        List<SourceImage> images = new ArrayList<>();
        images.add(source.image(question.panorama(), View.PANORAMA));
        question.candidates().forEach(place -> images.add(source.image(place, View.TILE)));
        return new TaskItem(
                question.id(),
                question.asked(),
                images,
                question.answer(),
                question.hardness(),
                MiniEarthSource.place(question.panorama()));
    }
}
