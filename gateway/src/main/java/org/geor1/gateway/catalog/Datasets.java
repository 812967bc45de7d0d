package org.geor1.gateway.catalog;

import java.util.List;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.stereotype.Component;

/** The data sets a run may name. */
@Component
public class Datasets {
    private static final List<Dataset> ALL = List.of(new Dataset(
            "mini-earth",
            "A procedural planet: street panoramas and satellite tiles of the same places, in fictional cities."));

    record Dataset(String name, String description) {}

    List<Dataset> all() {
        return ALL;
    }

    /** Refuses a name that is not there with 404, listing those that are. */
    public void require(String name) {
        if (ALL.stream().noneMatch(dataset -> dataset.name().equals(name))) {
            throw new ApiException(
                    ErrorCode.UNKNOWN_DATASET,
                    "There is no dataset '" + name + "'; known are "
                            + ALL.stream().map(Dataset::name).toList() + ".");
        }
    }
}
