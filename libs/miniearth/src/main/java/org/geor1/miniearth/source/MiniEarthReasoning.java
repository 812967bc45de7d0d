package org.geor1.miniearth.source;

import java.util.List;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.ReasoningTask;
import org.geor1.miniearth.cot.CotDataEngine;
import org.geor1.miniearth.cot.CotDataSet;
import org.geor1.miniearth.cot.CotExemplar;

/** Reasoning about Mini-Earth, whose every claim is checked against the planet. */
final class MiniEarthReasoning implements ReasoningTask {

    /** About as many as in the paper's stage one. */
    private static final int MOST = 12_000;

    private final MiniEarthSource source;

    MiniEarthReasoning(MiniEarthSource source) {
        this.source = source;
    }

    @Override
    public List<Exemplar> exemplars(Use use, long seed, int count) {
        List<CotExemplar> made =
                new CotDataEngine(source.earth(), seed).generate(MiniEarthSource.split(use), Math.min(MOST, count), 0);
        return CotDataSet.keepTrue(made).kept().stream()
                .map(exemplar -> new Exemplar(
                        exemplar.asked(),
                        List.of(source.image(exemplar.place(), exemplar.view())),
                        exemplar.completion()))
                .toList();
    }
}
