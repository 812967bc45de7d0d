package org.geor1.data.check;

import java.util.List;
import java.util.Map;
import org.geor1.data.Row;

/**
 * What is in a dataset.
 *
 * @param rows samples and faults
 * @param faults rows that are no sample
 * @param listed the first faults
 * @param withPosition samples whose position is known
 * @param cities samples of each; likewise countries and splits. Those beyond the first thousand are "(others)"
 * @param images of samples
 * @param sha256 of all samples in their order with the bytes of their pictures, wherever these lie
 */
public record DatasetReport(
        long rows,
        long samples,
        long faults,
        List<Row.Fault> listed,
        long withPosition,
        Map<String, Long> cities,
        Map<String, Long> countries,
        Map<String, Long> splits,
        Images images,
        String sha256) {

    /** All sizes are 0 if there is no picture. Edges are in pixels, as stored. */
    public record Images(long count, long bytes, long minWidth, long maxWidth, long minHeight, long maxHeight) {}
}
