package org.geor1.trainer.source;

import java.util.Locale;
import java.util.Optional;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.Use;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.dataset.DatasetUse;
import org.geor1.pairing.near.NearPairs;
import org.geor1.pairing.place.PlaceList;
import org.geor1.pairing.place.Split;
import org.geor1.protocol.dataset.DatasetSample;

/** The places of a stored dataset that has no questions of its own: samples with a tile and a position. */
final class StoredPlaces {

    /** No two tiles of a question, and no two places of different splits, are nearer: the default of {@code data pairs}. */
    static final double SEPARATION_METRES = 200;

    private final Dataset dataset;
    private final DatasetStore store;
    private final PlaceList.Builder list;

    private StoredPlaces(DatasetStore store, Dataset dataset) {
        this.dataset = dataset;
        this.store = store;
        this.list = new PlaceList.Builder(Math.toIntExact(dataset.samples()));
    }

    /** Whether a sample is a place to draw questions about, and no question itself. */
    static boolean isPlace(DatasetSample sample) {
        return sample.turns().isEmpty()
                && sample.truth() == null
                && image(sample, ImageRole.TILE).isPresent();
    }

    static Optional<SourceImage> image(DatasetSample sample, ImageRole role) {
        return StoredItems.images(sample).stream()
                .filter(image -> image.role() == role)
                .findFirst();
    }

    /** A photo from the street stands in for a panorama, as in {@code data pairs}. */
    static Optional<SourceImage> panorama(DatasetSample sample) {
        return image(sample, ImageRole.PANORAMA).or(() -> image(sample, ImageRole.PHOTO));
    }

    /** The split whose places serve a use. */
    static Split split(Dataset dataset, Use use) {
        if (dataset.isWhole()) {
            return Split.NONE;
        }
        return switch (use) {
            case SCAFFOLDING, ELEVATING -> Split.TRAIN;
            case DEVELOPMENT -> Split.DEV;
            case TEST -> Split.TEST;
        };
    }

    /**
     * Reads the places for a use; for training also those that are held out, to see that none of them is the same place.
     *
     * @throws IllegalArgumentException if a sample is no place, or if one to train on is as good as one that is held out
     */
    static PlaceList read(DatasetStore store, Dataset dataset, Use use, int mostForTraining) {
        StoredPlaces places = new StoredPlaces(store, dataset);
        places.add(use, mostForTraining);
        if (places.isTraining(use)) {
            places.addIfThere(DatasetUse.DEVELOPMENT, Use.DEVELOPMENT);
            places.addIfThere(DatasetUse.TEST, Use.TEST);
        }
        PlaceList read = places.list.build();
        places.requireApart(read);
        return read;
    }

    private boolean isTraining(Use use) {
        return split(dataset, use) == Split.TRAIN;
    }

    private void addIfThere(DatasetUse split, Use use) {
        if (dataset.hasSplit(split)) {
            add(use, Integer.MAX_VALUE);
        }
    }

    private void add(Use use, int mostForTraining) {
        Split split = split(dataset, use);
        StoredSamples.of(store, dataset, use, mostForTraining).forEach(sample -> add(sample, split));
    }

    private void add(DatasetSample sample, Split split) {
        DatasetSample.Place place = sample.place();
        if (!isPlace(sample)) {
            throw unusable(
                    sample, "is no place to draw questions about (no turns, no truth, a tile), as others of it are");
        }
        if (place == null || place.latitude() == null || place.longitude() == null) {
            throw unusable(sample, "has a tile and no position (place.latitude, place.longitude)");
        }
        DatasetSample.Image tile = sample.images().stream()
                .filter(image -> ImageRole.of(image.role()) == ImageRole.TILE)
                .findFirst()
                .orElseThrow();
        list.add(
                sample.id(),
                new GeoPoint(place.latitude(), place.longitude()),
                place.city(),
                place.country(),
                split,
                tile.sha256(),
                panorama(sample).isPresent());
    }

    private IllegalArgumentException unusable(DatasetSample sample, String why) {
        return new IllegalArgumentException("sample '" + sample.id() + "' of dataset '" + dataset.name() + "' " + why
                + ". Import the dataset without it");
    }

    private void requireApart(PlaceList list) {
        NearPairs.acrossSplits(list, SEPARATION_METRES, (one, other, metres) -> {
            if (list.split(one) == Split.TRAIN || list.split(other) == Split.TRAIN) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "places '%s' (%s) and '%s' (%s) of dataset '%s' are %.0f m apart, and %.0f m are needed, or"
                                + " training sees what is held out. Make splits by place with data pairs --split-shares,"
                                + " and import the places.ndjson that it writes",
                        list.id(one),
                        list.split(one).title(),
                        list.id(other),
                        list.split(other).title(),
                        dataset.name(),
                        metres,
                        SEPARATION_METRES));
            }
        });
    }
}
