package org.geor1.reward.component;

import java.util.Objects;
import java.util.Optional;
import org.geor1.gazetteer.Position;
import org.geor1.protocol.reward.RewardTruth;

/** Truths as the gazetteer takes them. */
final class Places {

    private Places() {}

    static Optional<Position> position(RewardTruth truth) {
        return truth.hasPosition()
                ? Optional.of(new Position(Objects.requireNonNull(truth.lat()), Objects.requireNonNull(truth.lon())))
                : Optional.empty();
    }
}
