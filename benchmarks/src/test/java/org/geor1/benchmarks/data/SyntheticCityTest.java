package org.geor1.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.map.Feature.Building;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: the city that is measured is as large as it says, and whole. */
class SyntheticCityTest {

    @TempDir
    Path directory;

    @Test
    void aCityHasAsManyJunctionsAsAsked() throws IOException {
        Path file = directory.resolve("city.osm.pbf");
        SyntheticCity.write(file, 2000);
        OsmExtract.Result read = OsmExtract.read(file);
        assertThat(read.map().junctions()).isBetween(2000, 2100);
        assertThat(read.counts().missingNodes()).isZero();
        assertThat(read.counts().brokenWays()).isZero();
        assertThat(read.map().features())
                .filteredOn(Building.class::isInstance)
                .hasSizeGreaterThan(4 * read.map().junctions());
    }
}
