package org.geor1.trainer.source;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Question;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.pairing.place.PlaceList;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.question.Pool;
import org.geor1.pairing.question.Pools;
import org.geor1.pairing.question.QuestionMaker;
import org.geor1.pairing.question.TooFewPlaces;
import org.geor1.protocol.dataset.DatasetSample;

/**
 * Pairing questions drawn from the places of a stored dataset by the rules of {@code data pairs}, except that tiles that look
 * alike are not told apart from others. Question i depends only on the dataset, the arguments and i. About 60 bytes of each place
 * are in memory; the samples of a question are read when it is drawn.
 */
final class PlaceQuestions implements TaskItems {

    private final DatasetStore store;
    private final Dataset dataset;
    private final PlaceList places;
    private final QuestionMaker maker;
    private final int candidates;

    /** @throws IllegalArgumentException if there is no question; the message names the settings that would help */
    PlaceQuestions(
            DatasetStore store,
            Dataset dataset,
            int mostForTraining,
            Use use,
            int candidates,
            ConfuserMode confusers,
            long seed) {
        this.store = store;
        this.dataset = dataset;
        this.candidates = candidates;
        this.places = StoredPlaces.read(store, dataset, use, mostForTraining);
        PairingRules rules = PairingRules.of(
                candidates,
                confusers == ConfuserMode.SAME_CITY ? Confusers.SAME_CITY : Confusers.GLOBAL,
                StoredPlaces.SEPARATION_METRES,
                0);
        Split split = StoredPlaces.split(dataset, use);
        try {
            Pool pool = Pools.of(places, rules, split);
            // Strict first, so that a city that is too small fails the run before its first step. Then lenient: a place
            // whose neighbours are all too near is left out, since a run must not fail at step 900 for it.
            new QuestionMaker(places, rules, split, pool, false, seed);
            this.maker = new QuestionMaker(places, rules, split, pool, true, seed);
            maker.question(0);
        } catch (TooFewPlaces e) {
            throw new IllegalArgumentException(
                    "dataset '" + dataset.name() + "' gives no questions of " + candidates + " candidates: "
                            + e.problem()
                            + ". Set 'candidates' lower or 'confusers' to anywhere, or import it with more places there",
                    e);
        }
    }

    @Override
    public TaskItem get(long index) {
        org.geor1.pairing.question.Question drawn = maker.question(index);
        List<DatasetSample> shown = drawn.candidates().stream()
                .map(place -> sample(places.id(place)))
                .toList();
        DatasetSample truth = shown.get(drawn.truth());
        List<SourceImage> images = new ArrayList<>();
        images.add(StoredPlaces.panorama(truth).orElseThrow());
        shown.forEach(
                sample -> images.add(StoredPlaces.image(sample, ImageRole.TILE).orElseThrow()));
        return new TaskItem(
                drawn.id(), new Question.Pairing(candidates), images, drawn.answer(), 0, StoredItems.place(truth));
    }

    private DatasetSample sample(String id) {
        return store.sample(dataset.name(), id)
                .orElseThrow(() -> new IllegalStateException("a sample of dataset '" + dataset.name() + "' is gone"))
                .sample();
    }

    /** Each place begins a question before one begins a second; those about one place are not independent. */
    @Override
    public long distinct() {
        return maker.places();
    }
}
