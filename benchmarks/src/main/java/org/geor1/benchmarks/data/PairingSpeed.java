package org.geor1.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.geor1.data.DatasetFolder;
import org.geor1.data.Rows;
import org.geor1.data.crossview.CvCitiesReader;
import org.geor1.pairing.PairingBuild;
import org.geor1.pairing.PairingSettings;
import org.geor1.pairing.PlaceImport;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.split.SplitShares;
import org.geor1.pairing.write.PromptTemplate;

/** How long pairing questions take: to read places with their pictures, and to make, check and write questions about them. */
final class PairingSpeed {

    private static final int PLACES = 50_000;
    private static final int CITIES = 20;
    private static final int CANDIDATES = 5;
    private static final double APART = 200;
    private static final int LOOK_BITS = 4;

    private PairingSpeed() {}

    /** @param dataset in the layout of CV-Cities */
    static void places(Path dataset) throws IOException {
        long start = System.nanoTime();
        int read;
        try (Rows rows = new CvCitiesReader().open(dataset)) {
            read = new PlaceImport(DatasetFolder.of(dataset), (point, named) -> named)
                    .read(
                            rows,
                            fault -> {
                                throw new IllegalStateException(fault.toString());
                            },
                            () -> {})
                    .size();
        }
        System.out.printf(Locale.ROOT, "places: %.0f/s (%,d, both pictures decoded)%n", read / seconds(start), read);
    }

    static void questions(int questions, Path folder) throws IOException {
        PlaceTable table = SyntheticPlaces.of(PLACES, CITIES);
        Files.createDirectories(folder);
        long before = used();
        long start = System.nanoTime();
        PairingBuild build = new PairingBuild(
                table,
                new PairingSettings(
                        PairingRules.of(CANDIDATES, Confusers.SAME_CITY, APART, LOOK_BITS),
                        questions,
                        1,
                        new SplitShares(0.8, 0.1, 0.1),
                        2000,
                        false,
                        PromptTemplate.standard(),
                        null));
        build.write(folder, () -> {});
        double seconds = seconds(start);
        if (!build.report().leaks().isEmpty()) {
            throw new IllegalStateException(build.report().leaks().toString());
        }
        System.out.printf(
                Locale.ROOT,
                "questions: %,d in %.1f s about %,d places in %d cities; %.0f bytes a place, heap grew by %.1f MB%n",
                questions,
                seconds,
                PLACES,
                CITIES,
                (double) table.memory() / PLACES,
                (used() - before) / 1e6);
    }

    /** Bytes of the heap that are in use. */
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
