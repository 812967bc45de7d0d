package org.geor1.protocol.dataset;

import java.util.ArrayList;
import java.util.List;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import tools.jackson.databind.JsonNode;

/**
 * Samples to append to a dataset.
 *
 * @param position of the first one: the number of samples that the dataset has
 */
public record SampleBatch(long position, List<DatasetSample> samples) {

    /** Most samples of a batch. */
    public static final int MAX_SAMPLES = 500;

    /** Faults beyond these are not listed: whoever mends them sends the batch again. */
    private static final int MAX_FAULTS = 100;

    public SampleBatch {
        samples = List.copyOf(samples);
    }

    /** @throws InvalidRequestException naming every wrong field by its path, such as {@code samples[3].place.latitude} */
    public static SampleBatch read(JsonNode json) {
        SampleReader reader = new SampleReader();
        reader.requireObject(json, "$", List.of("position", "samples"));
        JsonNode position = json.path("position");
        if (!position.isIntegralNumber() || !position.canConvertToLong() || position.longValue() < 0) {
            reader.reject("position", "must be the number of samples that the dataset has");
        }
        JsonNode list = json.path("samples");
        List<DatasetSample> samples = new ArrayList<>();
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_SAMPLES) {
            reader.reject("samples", "must be a list of 1 to " + MAX_SAMPLES + " objects");
        } else {
            for (int i = 0; i < list.size() && reader.errors().size() < MAX_FAULTS; i++) {
                samples.add(reader.sample(list.get(i), "samples[" + i + "]"));
            }
        }
        List<FieldError> errors = reader.errors();
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors.subList(0, Math.min(errors.size(), MAX_FAULTS)));
        }
        return new SampleBatch(position.longValue(), samples);
    }
}
