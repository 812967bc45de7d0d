package org.geor1.miniearth.source;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.PairingTask;
import org.geor1.geo.task.TaskItem;
import org.geor1.miniearth.pairing.PairingGenerator;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.geor1.miniearth.render.View;

/** Pairing on Mini-Earth, where it is known by how many cues a wrong tile resembles the right one. */
final class MiniEarthPairing implements PairingTask {

    private final MiniEarthSource source;

    MiniEarthPairing(MiniEarthSource source) {
        this.source = source;
    }

    @Override
    public List<TaskItem> questions(Use use, int candidates, ConfuserMode confusers, long seed, int count) {
        return new PairingGenerator(source.earth(), seed)
                .generate(MiniEarthSource.split(use), candidates, confusers, count).stream()
                        .map(this::item)
                        .toList();
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
