package org.geor1.data.crossview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.geor1.data.DatasetException;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/** Contract: the list of CVACT, its sets, and its positions in degrees. */
class CvactReaderTest {

    private final CvactReader reader = new CvactReader();

    @TempDir
    Path folder;

    private void list(double[][] utm, int train, int validation) throws Exception {
        Char ids = Mat5.newChar(utm.length, 22);
        Matrix points = Mat5.newMatrix(utm.length, 2);
        for (int row = 0; row < utm.length; row++) {
            String id = "pano_number_%010d".formatted(row);
            for (int column = 0; column < 22; column++) {
                ids.setChar(row, column, id.charAt(column));
            }
            points.setDouble(row, 0, utm[row][0]);
            points.setDouble(row, 1, utm[row][1]);
        }
        MatFile mat = Mat5.newMatFile()
                .addArray("panoIds", ids)
                .addArray("utm", points)
                .addArray(
                        "trainSet",
                        Mat5.newStruct().set("posDistThr", Mat5.newScalar(25)).set("trainInd", Mat5.newScalar(train)))
                .addArray("valSet", Mat5.newStruct().set("valInd", Mat5.newScalar(validation)));
        Mat5.writeToFile(mat, folder.resolve("ACT_data.mat").toFile());
    }

    @Test
    void readsSetsAndPositions() throws Exception {
        list(new double[][] {{693_000, 6_090_000}, {6_090_000, 693_000}, {500_000, 10_000_000}, {7, 8}}, 2, 1);

        List<Row> small = Reading.all(reader, folder);
        Files.createDirectories(folder.resolve("ANU_data_test"));
        List<Row> all = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.samples(small)).extracting(Row.Sample::split).containsExactly("val", "train");
        Row.Sample first = Reading.samples(small).get(0);
        assertThat(first.id()).isEqualTo("pano_number_0000000000");
        assertThat(Reading.paths(first))
                .containsExactly(
                        "panorama ANU_data_small/streetview/pano_number_0000000000_grdView.jpg",
                        "tile ANU_data_small/satview_polish/pano_number_0000000000_satView_polish.jpg");
        // Computed by the Krüger series (Karney 2011, equations 7 to 11).
        isAt(first, -35.31460490, 149.12302606);
        isAt(Reading.samples(small).get(1), -35.31460490, 149.12302606);
        assertThat(Reading.samples(all)).extracting(Row.Sample::split).containsExactly("val", "train", "test");
        isAt(Reading.samples(all).get(2), 0, 147);
        assertThat(Reading.paths(Reading.samples(all).get(2)).get(0)).startsWith("panorama ANU_data_test/streetview/");
        assertThat(Reading.faults(all))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("ACT_data.mat row 4: has the UTM point 7.0, 8.0"));
    }

    private static void isAt(Row.Sample sample, double latitude, double longitude) {
        Position position =
                Objects.requireNonNull(Objects.requireNonNull(sample.place()).position());
        // A millionth of a degree is a decimetre.
        assertThat(position.latitude()).isCloseTo(latitude, within(1e-6));
        assertThat(position.longitude()).isCloseTo(longitude, within(1e-6));
    }

    @Test
    void aListThatIsNoneOrRefersToNothingIsRefused() throws Exception {
        list(new double[][] {{693_000, 6_090_000}}, 2, 1);
        assertThatThrownBy(() -> reader.open(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has the row 2 in trainInd, and 1 panoramas");
        Files.writeString(folder.resolve("ACT_data.mat"), "no MATLAB file at all");
        assertThatThrownBy(() -> reader.open(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("is not a MATLAB file");
    }
}
