package org.geor1.miniearth.cot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.render.View;
import org.jspecify.annotations.Nullable;

/**
 * The chain-of-thought data engine (Geo-R1, stage one): exemplars about one image, reasoned in the
 * steps visual cues, knowledge association, evidence, conclusion.
 */
public final class CotDataEngine {
    private static final long SALT = 0xC07;
    private static final int LETTERS = 5;
    private static final double FALSE_CLAIMS = 0.4;

    /** Every second question holds an image against words, the habit that elevating builds on. */
    private static final List<CotQuestion.Kind> KINDS = Stream.of(CotQuestion.Kind.values())
            .filter(kind -> kind != CotQuestion.Kind.FITS)
            .flatMap(kind -> Stream.of(kind, CotQuestion.Kind.FITS))
            .toList();

    private static final List<Direction> DIRECTIONS = List.of(Direction.values());

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
        List<CotExemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Place place = places.get(order[i % places.size()]);
            CotQuestion question = question(place, KINDS.get(i % KINDS.size()), random, i);
            View view = i / KINDS.size() % 2 == 0 ? View.PANORAMA : View.TILE;
            // Drawn at any rate, so that data sets of different rates differ only in their errors.
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
        return new CotExemplar(place, view, question, draft.completion(), planted);
    }

    private CotQuestion question(Place place, CotQuestion.Kind kind, SeedStream random, int index) {
        // Drawn for every kind to keep the stream in step.
        Direction direction = random.pick(DIRECTIONS);
        return switch (kind) {
            case LIES -> CotQuestion.lies(direction);
            case FITS -> claim(place.cues(), SeedStream.of(seed, SALT, place.id(), index));
            default -> new CotQuestion(kind);
        };
    }

    /** A true description, or now and then one with up to three directions redrawn. */
    private static CotQuestion claim(Cues truth, SeedStream random) {
        char letter = (char) ('A' + random.nextInt(LETTERS));
        int[] order = random.permutation(DIRECTIONS.size());
        int changes = random.chance(FALSE_CLAIMS) ? 1 + random.nextInt(DIRECTIONS.size() - 1) : 0;
        Cues described = truth;
        for (int c = 0; c < changes; c++) {
            described = described.with(DIRECTIONS.get(order[c]), random.pick(List.of(Feature.values())));
        }
        return CotQuestion.fits(letter, described);
    }
}
