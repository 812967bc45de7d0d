package org.geor1.geo.cot;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.miniearth.Direction;
import org.geor1.geo.miniearth.MiniEarth;
import org.geor1.geo.miniearth.Place;
import org.geor1.geo.miniearth.Split;
import org.geor1.geo.render.View;
import org.geor1.geo.seed.SeedStream;
import org.jspecify.annotations.Nullable;

/**
 * The chain-of-thought data engine (Geo-R1, stage one): exemplars about one image, reasoned in the
 * steps visual cues, knowledge association, evidence, conclusion.
 */
public final class CotDataEngine {
    private static final long SALT = 0xC07;

    private final MiniEarth earth;
    private final long seed;

    /** The same planet, seed and arguments give the same exemplars. */
    public CotDataEngine(MiniEarth earth, long seed) {
        this.earth = earth;
        this.seed = seed;
    }

    /**
     * Exemplars about places of a split, each place once before any comes again, question kinds and
     * views in turn.
     *
     * @param errorRate the share of exemplars, in [0, 1], that get one false claim
     */
    public List<CotExemplar> generate(Split split, int count, double errorRate) {
        if (!(errorRate >= 0 && errorRate <= 1)) {
            throw new IllegalArgumentException("error rate must be in [0, 1], was " + errorRate);
        }
        SeedStream random = SeedStream.of(seed, SALT, split.ordinal());
        List<Place> places = earth.places(split);
        int[] order = random.permutation(places.size());
        CotQuestion.Kind[] kinds = CotQuestion.Kind.values();
        List<CotExemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Place place = places.get(order[i % places.size()]);
            View view = i / kinds.length % 2 == 0 ? View.PANORAMA : View.TILE;
            CotQuestion question = question(kinds[i % kinds.length], random);
            // Drawn whatever the rate, so that data sets of two rates differ in nothing but the errors.
            boolean wrong = random.nextDouble() < errorRate;
            SeedStream errors = SeedStream.of(seed, SALT, split.ordinal(), i);
            exemplars.add(exemplar(place, view, question, wrong ? errors : null));
        }
        return exemplars;
    }

    /** The true exemplar for one question about one image. */
    public CotExemplar exemplar(Place place, View view, CotQuestion question) {
        return exemplar(place, view, question, null);
    }

    private CotExemplar exemplar(Place place, View view, CotQuestion question, @Nullable SeedStream errors) {
        CotDraft draft = new CotDraft(earth, place, view, question);
        ClaimKind planted = errors == null ? null : draft.plantError(errors);
        return new CotExemplar(place, view, question, question.prompt(view), draft.completion(), planted);
    }

    private static CotQuestion question(CotQuestion.Kind kind, SeedStream random) {
        // Drawn for every kind to keep the stream in step.
        Direction direction = random.pick(List.of(Direction.values()));
        return new CotQuestion(kind, kind == CotQuestion.Kind.LIES ? direction : null);
    }
}
