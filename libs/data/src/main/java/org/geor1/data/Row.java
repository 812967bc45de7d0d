package org.geor1.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a reader finds at one place of a dataset: a sample, or what is wrong there. */
public sealed interface Row {

    Origin origin();

    /** @param message what is wrong, without the origin */
    record Fault(Origin origin, String message) implements Row {

        @Override
        public String toString() {
            return origin + ": " + message;
        }
    }

    /**
     * One example, whatever layout it came from.
     *
     * @param id unique within the dataset
     * @param images in the order of their marks
     * @param turns a conversation about the images; empty if the dataset has none
     * @param truth the right answer
     * @param split such as "train"
     * @param metadata whatever else the dataset says of it
     */
    record Sample(
            Origin origin,
            String id,
            List<ImageSource> images,
            @Nullable Place place,
            List<Turn> turns,
            @Nullable String truth,
            @Nullable String split,
            Map<String, String> metadata)
            implements Row {

        public static Builder builder(Origin origin, String id) {
            return new Builder(origin, id);
        }

        /** Collects the parts that a dataset has. */
        public static final class Builder {
            private final Origin origin;
            private final String id;
            private final List<ImageSource> images = new ArrayList<>();
            private final List<Turn> turns = new ArrayList<>();
            private final Map<String, String> metadata = new LinkedHashMap<>();
            private @Nullable Place place;
            private @Nullable String truth;
            private @Nullable String split;

            private Builder(Origin origin, String id) {
                this.origin = origin;
                this.id = id;
            }

            public Builder image(String path, ImageRole role) {
                images.add(new ImageSource.File(path, role));
                return this;
            }

            public Builder images(List<ImageSource> sources) {
                images.addAll(sources);
                return this;
            }

            public Builder turns(List<Turn> conversation) {
                turns.addAll(conversation);
                return this;
            }

            public Builder place(@Nullable Place where) {
                place = where;
                return this;
            }

            public Builder truth(@Nullable String answer) {
                truth = answer;
                return this;
            }

            public Builder split(@Nullable String name) {
                split = name;
                return this;
            }

            public Builder metadata(String name, String value) {
                metadata.put(name, value);
                return this;
            }

            public Builder metadata(Map<String, String> values) {
                metadata.putAll(values);
                return this;
            }

            /** @throws FaultException if the conversation has marks for more or fewer images than there are */
            public Sample build() throws FaultException {
                int marks = turns.stream().mapToInt(Turn::marks).sum();
                if (!turns.isEmpty() && marks != images.size()) {
                    throw new FaultException("has %d images, and %d %s marks in its conversation"
                            .formatted(images.size(), marks, Turn.IMAGE_MARK));
                }
                return new Sample(
                        origin,
                        id,
                        List.copyOf(images),
                        place,
                        List.copyOf(turns),
                        truth,
                        split,
                        Collections.unmodifiableMap(new LinkedHashMap<>(metadata)));
            }
        }
    }
}
