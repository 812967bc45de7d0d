package org.geor1.local.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.pairing.PairingSettings;
import org.geor1.pairing.PlaceImport;
import org.geor1.pairing.alike.FeatureFile;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.split.SplitShares;
import org.geor1.pairing.write.PromptTemplate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which questions to make. */
final class PairsOptions {

    private static final double METRES = 1000;
    /** How far off a coast a place may be. */
    private static final double OFFSHORE_METRES = 20_000;

    private static final double PERCENT = 100;

    @Option(names = "--candidates", paramLabel = "K", description = "Tiles of a question (default: ${DEFAULT-VALUE}).")
    int candidates = 5;

    @Option(
            names = "--confusers",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description =
                    "Where the false tiles come from, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). "
                            + "distance needs --max-km, hard needs --features.")
    String confusers = Confusers.SAME_CITY.title();

    @Option(
            names = "--min-km",
            paramLabel = "KM",
            description = "No two tiles of a question, and no two places of different splits, are nearer "
                    + "(default: ${DEFAULT-VALUE}).")
    double minKm = 0.2;

    @Option(names = "--max-km", paramLabel = "KM", description = "No two tiles of a question are farther apart.")
    @Nullable
    Double maxKm;

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description = "Feature vectors of tiles, as data features writes them.")
    @Nullable
    Path features;

    @Option(
            names = "--questions",
            paramLabel = "N",
            description = "How many in all splits together (default: ${DEFAULT-VALUE}).")
    long questions = 10_000;

    @Option(names = "--seed", description = "What is drawn (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--split-shares",
            paramLabel = "PERCENT",
            split = ",",
            description =
                    "Make splits by place, such as 80,10,10 for train, dev and test (default: those of the dataset).")
    double @Nullable [] shares;

    @Option(
            names = "--split-cell-km",
            paramLabel = "KM",
            description = "Edge of the cells that such splits are made of (default: ${DEFAULT-VALUE}).")
    double cellKm = 2;

    @Option(
            names = "--look-bits",
            paramLabel = "BITS",
            description =
                    "Pictures look the same if their perceptual hashes differ in at most so many of 64 bits, 0 to 11 "
                            + "(default: ${DEFAULT-VALUE}).")
    int lookBits = 4;

    @Option(
            names = "--prompt",
            paramLabel = "FILE",
            description = "Wording of the question, with <image>, {candidates} and {letters} in their places.")
    @Nullable
    Path prompt;

    /** The names in the help. */
    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return titles().iterator();
        }
    }

    private static List<String> titles() {
        return Arrays.stream(Confusers.values()).map(Confusers::title).toList();
    }

    /** @throws IllegalArgumentException if an option is out of its range, or one lacks another */
    PairingSettings settings(boolean passOver) throws IOException {
        if ((mode() == Confusers.HARD) != (features != null)) {
            throw new IllegalArgumentException("--features belongs to --confusers hard, and hard needs it");
        }
        return new PairingSettings(
                rules(),
                questions,
                seed,
                splitShares(),
                cellKm * METRES,
                passOver,
                prompt == null ? PromptTemplate.standard() : PromptTemplate.read(prompt),
                features == null ? null : new FeatureFile(features));
    }

    private Confusers mode() {
        return Confusers.titled(confusers)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--confusers " + confusers + "; choose one of " + String.join(", ", titles())));
    }

    private PairingRules rules() {
        if ((mode() == Confusers.DISTANCE) != (maxKm != null)) {
            throw new IllegalArgumentException("--max-km belongs to --confusers distance, and distance needs it");
        }
        return new PairingRules(
                candidates,
                mode(),
                minKm * METRES,
                maxKm == null ? Double.POSITIVE_INFINITY : maxKm * METRES,
                lookBits);
    }

    private @Nullable SplitShares splitShares() {
        if (shares == null) {
            return null;
        }
        if (shares.length != 3) {
            throw new IllegalArgumentException("--split-shares must be three numbers, such as 80,10,10");
        }
        return new SplitShares(shares[0] / PERCENT, shares[1] / PERCENT, shares[2] / PERCENT);
    }

    /** For confusers of the same country, the gazetteer names those that the dataset does not, and gives all one name. */
    PlaceImport.CountryOf countries() {
        if (mode() != Confusers.SAME_COUNTRY) {
            return (point, named) -> named;
        }
        Gazetteer earth = Gazetteer.earth();
        return (point, named) -> named == null
                ? earth.country(position(point), OFFSHORE_METRES)
                        .map(Country::code)
                        .orElse(null)
                : earth.country(named).map(Country::code).orElse(named);
    }

    private static Position position(GeoPoint point) {
        return new Position(point.latitude(), point.longitude());
    }
}
