package org.geor1.trainer.source;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.Question;
import org.geor1.geo.task.TaskItem;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.DatasetSample.Turn;
import org.jspecify.annotations.Nullable;

/** Samples as what they are used for: a question with its answer, or one with a completion to imitate. */
final class StoredItems {

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private StoredItems() {}

    /** @throws IllegalArgumentException naming the sample, if it asks nothing or has no true answer */
    static TaskItem item(DatasetSample sample) {
        String truth = sample.truth();
        if (truth == null) {
            throw unusable(sample, "has no true answer ('truth'), which rewards compare with");
        }
        return new TaskItem(sample.id(), question(sample), images(sample), truth, 0, place(sample));
    }

    /** @throws IllegalArgumentException naming the sample, if it has no question or no completion */
    static Exemplar exemplar(DatasetSample sample) {
        Turn last = sample.turns().isEmpty()
                ? null
                : sample.turns().get(sample.turns().size() - 1);
        if (last == null || !last.role().equals(ASSISTANT)) {
            throw unusable(sample, "does not end with an assistant's turn, which SFT imitates");
        }
        return new Exemplar(question(sample), images(sample), last.text());
    }

    /**
     * The question where the sample's picture was taken: its first one that is no tile, or else its first one.
     *
     * @param pictures where to learn the picture's size, on which the words depend
     */
    static TaskItem located(DatasetSample sample, StoredPictures pictures) {
        List<SourceImage> images = images(sample);
        SourceImage shown = images.stream()
                .filter(image -> image.role() != ImageRole.TILE)
                .findFirst()
                .orElseGet(() -> images.get(0));
        BufferedImage picture = pictures.make(shown.ref(), 1);
        SourcePlace place = place(sample);
        return new TaskItem(
                sample.id(),
                Question.Geolocation.of(picture.getWidth(), picture.getHeight()),
                List.of(shown),
                place == null ? "" : place.city(),
                0,
                place);
    }

    private static Question question(DatasetSample sample) {
        List<Turn> asked = sample.turns().stream()
                .filter(turn -> !turn.role().equals(ASSISTANT))
                .toList();
        if (asked.size() != 1 || !asked.get(0).role().equals(USER)) {
            throw unusable(
                    sample,
                    "has " + sample.turns().size() + " turns with the roles "
                            + sample.turns().stream().map(Turn::role).toList()
                            + "; runs take one user's turn and its answer");
        }
        return new Question.Given(asked.get(0).text());
    }

    static List<SourceImage> images(DatasetSample sample) {
        return sample.images().stream()
                .map(image -> new SourceImage(StoredPictures.name(image.sha256()), ImageRole.of(image.role())))
                .toList();
    }

    static @Nullable SourcePlace place(DatasetSample sample) {
        DatasetSample.Place place = sample.place();
        if (place == null) {
            return null;
        }
        Double latitude = place.latitude();
        Double longitude = place.longitude();
        return new SourcePlace(
                sample.id(),
                latitude == null || longitude == null ? null : new GeoPoint(latitude, longitude),
                Objects.requireNonNullElse(place.city(), ""),
                Objects.requireNonNullElse(place.country(), ""),
                Objects.requireNonNullElse(sample.split(), ""));
    }

    private static IllegalArgumentException unusable(DatasetSample sample, String why) {
        return new IllegalArgumentException("sample '" + sample.id() + "' " + why);
    }
}
