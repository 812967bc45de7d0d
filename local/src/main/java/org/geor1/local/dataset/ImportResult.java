package org.geor1.local.dataset;

import java.util.List;
import org.geor1.data.Row;

/**
 * What an import has done.
 *
 * @param rows samples and faults
 * @param imported samples that this import added
 * @param alreadyThere samples that an earlier, unfinished import had added
 * @param faults rows that were left out
 * @param listed the first of them
 */
public record ImportResult(long rows, long imported, long alreadyThere, long faults, List<Row.Fault> listed) {

    public long samples() {
        return imported + alreadyThere;
    }
}
