package org.geor1.pairing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.geor1.data.DatasetException;
import org.geor1.pairing.alike.AlikePool;
import org.geor1.pairing.leak.Leak;
import org.geor1.pairing.leak.SplitLeaks;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.Pool;
import org.geor1.pairing.question.Pools;
import org.geor1.pairing.question.QuestionMaker;
import org.geor1.pairing.question.TooFewPlaces;
import org.geor1.pairing.split.MadeSplits;
import org.geor1.pairing.write.PlaceRows;
import org.geor1.pairing.write.QuestionFiles;

/** Checks places, makes questions of them and checks these. */
public final class PairingBuild {

    private final PairingSettings settings;
    private final PlaceTable table;
    private final List<Leak> splitLeaks;
    private final Map<Split, QuestionMaker> makers = new EnumMap<>(Split.class);
    private final Map<Split, Long> counts = new EnumMap<>(Split.class);
    private final QuestionFiles files;
    private boolean written;

    /**
     * @param places with the splits of the dataset
     * @throws TooFewPlaces if there is no question somewhere, and that is not passed over
     * @throws DatasetException if a tile lacks its feature vector
     */
    public PairingBuild(PlaceTable places, PairingSettings settings) {
        this.settings = settings;
        double apart = settings.rules().separationMetres();
        this.table = settings.shares() == null
                ? places
                : MadeSplits.of(places, settings.shares(), settings.cellMetres(), apart, settings.seed());
        this.splitLeaks = SplitLeaks.find(table, apart, settings.rules().lookBits());
        this.files =
                new QuestionFiles(table, settings.prompt(), settings.rules().candidates());
        if (splitLeaks.isEmpty()) {
            makers();
            share();
        }
    }

    private void makers() {
        for (Split split : Split.values()) {
            boolean asked = split != Split.BETWEEN
                    && IntStream.range(0, table.size())
                            .anyMatch(place -> table.split(place) == split
                                    && table.panoramas().has(place));
            if (asked) {
                makers.put(
                        split,
                        new QuestionMaker(
                                table, settings.rules(), split, pool(split), settings.passOver(), settings.seed()));
            }
        }
        if (makers.isEmpty()) {
            throw TooFewPlaces.withoutPanoramas();
        }
    }

    private Pool pool(Split split) {
        return settings.vectors() == null
                ? Pools.of(table, settings.rules(), split)
                : new AlikePool(table, split, settings.vectors());
    }

    /** In proportion to places, so that each running total is the nearest whole number. */
    private void share() {
        long all = makers.values().stream().mapToLong(QuestionMaker::places).sum();
        long places = 0;
        long given = 0;
        for (Map.Entry<Split, QuestionMaker> entry : makers.entrySet()) {
            places += entry.getValue().places();
            long until = Math.round((double) settings.questions() * places / all);
            counts.put(entry.getKey(), until - given);
            given = until;
        }
    }

    /** Whether splits have nothing in common, so that questions can be written. */
    public boolean isSound() {
        return splitLeaks.isEmpty();
    }

    /**
     * Writes all questions, and the places that they show.
     *
     * @param progress is run after each
     * @throws TooFewPlaces if a place's turn finds too few others far enough from it, and that is not passed over
     */
    public void write(Path folder, Runnable progress) throws IOException {
        for (Map.Entry<Split, QuestionMaker> entry : makers.entrySet()) {
            files.write(folder, entry.getKey(), entry.getValue(), counts.getOrDefault(entry.getKey(), 0L), progress);
        }
        PlaceRows.write(folder, table, files.tiles(), files.panoramas());
        written = true;
    }

    /** Of all leaks, those between splits and those that questions written have. */
    public PairingReport report() {
        List<Leak> leaks = new ArrayList<>(splitLeaks);
        Map<String, PairingReport.SplitCount> splits = new TreeMap<>();
        makers.forEach((split, maker) -> splits.put(
                split.title(),
                new PairingReport.SplitCount(maker.places(), written ? counts.getOrDefault(split, 0L) : 0)));
        leaks.addAll(files.leaks().leaks());
        return new PairingReport(
                table.size(),
                IntStream.range(0, table.size())
                        .filter(place -> table.split(place) == Split.BETWEEN)
                        .count(),
                makers.values().stream().mapToLong(QuestionMaker::passedOver).sum(),
                splits,
                files.leaks().tests(),
                leaks);
    }

    /** The places with their final splits. */
    public PlaceTable table() {
        return table;
    }

    /** Places whose tiles the questions show. */
    public BitSet tiles() {
        return files.tiles();
    }

    /** Places whose panoramas the questions show. */
    public BitSet panoramas() {
        return files.panoramas();
    }
}
