package org.geor1.gateway.runs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.geor1.gateway.dataset.Datasets;
import org.geor1.geo.task.Mixture;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.run.DatasetShare;
import org.geor1.protocol.run.RunSpec;
import org.springframework.stereotype.Component;

/**
 * How many steps a run takes. Epochs become steps when the run is submitted: its datasets are published and do not change any
 * more. As in {@code transformers}, the steps of an epoch are rounded up, and so are those of all epochs.
 */
@Component
class PlannedSteps {

    private static final long MOST = 1_000_000;

    private final Datasets datasets;

    PlannedSteps(Datasets datasets) {
        this.datasets = datasets;
    }

    /** @throws InvalidRequestException if the data has no end, nothing to train on, or too much of it */
    long of(RunSpec spec) {
        Long steps = spec.method().steps();
        if (steps != null) {
            return steps;
        }
        double epochs = Objects.requireNonNull(spec.method().epochs(), "a run without steps has epochs");
        String field = "method." + spec.method().type().wire() + ".num_train_epochs";
        int each = spec.method().itemsPerStep();
        BigDecimal perEpoch = BigDecimal.valueOf((epoch(spec, field) + each - 1) / each);
        BigDecimal all = BigDecimal.valueOf(epochs).multiply(perEpoch).setScale(0, RoundingMode.CEILING);
        if (all.compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw refused(field, "comes to " + all.toPlainString() + " steps; at most " + MOST + " are possible");
        }
        return all.longValueExact();
    }

    /** Draws until every item was drawn. */
    private long epoch(RunSpec spec, String field) {
        List<DatasetShare> shares = spec.shares();
        Mixture mixture = new Mixture(shares.stream().map(DatasetShare::weight).toList(), spec.seed());
        return IntStream.range(0, shares.size())
                .mapToLong(i -> mixture.drawsUntil(i, samples(shares.get(i), spec.dataset() == null, i, field)))
                .max()
                .orElseThrow();
    }

    private long samples(DatasetShare share, boolean inMixture, int number, String field) {
        OptionalLong samples;
        try {
            samples = datasets.trainingSamples(share);
        } catch (IllegalArgumentException nothing) {
            throw refused(
                    inMixture ? "datasets[" + number + "].name" : "dataset", String.valueOf(nothing.getMessage()));
        }
        return samples.orElseThrow(
                () -> refused(field, "is for data with an end, which " + share.name() + " has not; give max_steps"));
    }

    private static InvalidRequestException refused(String field, String why) {
        return new InvalidRequestException(List.of(new FieldError(field, why)));
    }
}
