package org.geor1.trainer.source;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.geor1.geo.seed.SeedStream;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;

/** The tasks of a stored dataset: its own questions, in its own words; or of places alone, pairing questions about them. */
final class StoredTasks {

    private final DatasetStore store;
    private final Dataset dataset;
    private final int mostForTraining;

    private StoredTasks(DatasetStore store, Dataset dataset, int mostForTraining) {
        this.store = store;
        this.dataset = dataset;
        this.mostForTraining = mostForTraining;
    }

    /** @param mostForTraining how many of the first samples serve training at most */
    static SourceTasks of(DatasetStore store, Dataset dataset, StoredPictures pictures, int mostForTraining) {
        StoredTasks tasks = new StoredTasks(store, dataset, mostForTraining);
        return new SourceTasks(
                new StoredSource(store, dataset, pictures),
                tasks::questions,
                tasks::exemplars,
                (use, seed) -> tasks.located(use, seed, pictures));
    }

    private TaskItems questions(Use use, int candidates, ConfuserMode confusers, long seed) {
        StoredSamples samples = StoredSamples.of(store, dataset, use, mostForTraining);
        if (StoredPlaces.isPlace(samples.get(0))) {
            return new PlaceQuestions(store, dataset, mostForTraining, use, candidates, confusers, seed);
        }
        Drawn drawn = new Drawn(samples, seed);
        return new TaskItems() {
            @Override
            public TaskItem get(long index) {
                return StoredItems.item(drawn.get(index));
            }

            @Override
            public long distinct() {
                return samples.count();
            }
        };
    }

    private TaskItems located(Use use, long seed, StoredPictures pictures) {
        long[] positions =
                store.located(dataset.name(), StoredSamples.splits(dataset, use).keySet());
        int[] order = SeedStream.of(seed).permutation(positions.length);
        return new TaskItems() {
            @Override
            public TaskItem get(long index) {
                long position = positions[order[(int) (index % order.length)]];
                return StoredItems.located(
                        store.sample(dataset.name(), position)
                                .orElseThrow(() -> StoredSamples.gone(dataset.name()))
                                .sample(),
                        pictures);
            }

            @Override
            public long distinct() {
                return positions.length;
            }
        };
    }

    /** Those for training begin again in another order when all were drawn; those for development end there. */
    private List<Exemplar> exemplars(Use use, long seed, int count) {
        StoredSamples samples = StoredSamples.of(store, dataset, use, mostForTraining);
        int size = use == Use.DEVELOPMENT ? Math.min(count, samples.count()) : count;
        return new Exemplars(new Drawn(samples, seed), size);
    }

    /** Read one by one, since they need not fit into memory together. */
    private static final class Exemplars extends AbstractList<Exemplar> implements RandomAccess {

        private final Drawn drawn;
        private final int size;

        Exemplars(Drawn drawn, int size) {
            this.drawn = drawn;
            this.size = size;
        }

        @Override
        public Exemplar get(int index) {
            return StoredItems.exemplar(drawn.get(index));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
