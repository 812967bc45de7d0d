package org.geor1.benchmarks.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.geor1.data.DatasetFolder;
import org.geor1.data.Rows;
import org.geor1.data.crossview.CvCitiesReader;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.client.DatasetClient;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.dataset.DatasetImport;
import org.geor1.local.dataset.ImportResult;
import org.geor1.local.home.Home;

/** How long an import into a running platform takes: pictures cleaned, sent and stored durably, samples appended, published. */
final class ImportSpeed {

    private static final String NAME = "bench";

    private ImportSpeed() {}

    /**
     * @param dataset in the layout of CV-Cities
     * @param home a new data directory
     */
    static void rows(Path dataset, Path home) throws IOException {
        try (LocalPlatform platform = LocalPlatform.start(new Home(home), Ports.free());
                Rows rows = new CvCitiesReader().open(dataset)) {
            DatasetClient client = new DatasetClient(new PlatformClient(platform.address(), null));
            long start = System.nanoTime();
            client.create(NAME, null, null);
            ImportResult result = new DatasetImport(client, NAME, DatasetFolder.of(dataset)).run(rows, true, () -> {});
            client.publish(NAME);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (result.faults() > 0) {
                throw new IllegalStateException(result.listed().toString());
            }
            System.out.printf(
                    Locale.ROOT,
                    "import: %.0f rows/s (%,d of two pictures each, published)%n",
                    result.imported() / seconds,
                    result.imported());
        }
    }
}
