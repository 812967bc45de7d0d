package org.geor1.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.data.DatasetReader;
import org.geor1.data.Pictures;
import org.geor1.data.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: each layout is told from all others, and found by its name. */
class DatasetFormatsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vlm-r1 | a.jsonl | {\"conversations\": [{\"from\": \"human\", \"value\": \"x\"}]}",
                "hf-jsonl | a.jsonl | {\"prompt\": \"x\"}",
                "canonical | a.jsonl | {\"id\": \"x\", \"images\": [{\"role\": \"tile\", \"path\": \"x\"}]}",
                "hf-parquet | data/train.parquet | PAR1",
                "llama-factory | dataset_info.json | {\"a\": {\"file_name\": \"a.json\", \"formatting\": \"sharegpt\"}}",
                "cv-cities | rio/img_info.csv | 1,2,3,rio,s,p",
                "cvusa | splits/train-19zl.csv | s,p,a",
                "cvact | ACT_data.mat | MATLAB",
                "vigor | splits/Chicago/pano_label_balanced.txt | x",
                "university-1652 | train/satellite/0001/a.jpg | x",
                "photos | a.csv | id,lat,lon",
                "photos | holiday.jpg | x"
            })
    void recognisesALayoutAmongThem(String name, String file, String text) throws Exception {
        Reading.write(folder.resolve(file), text);
        // Most datasets have pictures beside their lists; that alone makes them no folder of photos.
        Pictures.write(folder, "beside.jpg");
        assertThat(DatasetFormats.recognise(folder).map(DatasetReader::name)).contains(name);
        assertThat(DatasetFormats.named(name)).isPresent();
        assertThat(DatasetFormats.names()).contains(name);
    }

    @Test
    void aWrongFirstLineHidesNoLayout() throws Exception {
        Reading.write(folder.resolve("a.jsonl"), "{", "", "7", "{\"prompt\": \"x\"}");
        Pictures.write(folder, "beside.jpg");
        assertThat(DatasetFormats.recognise(folder).map(DatasetReader::name)).contains("hf-jsonl");
    }

    @Test
    void recognisesNothingInOtherFolders() throws Exception {
        Files.writeString(folder.resolve("readme.txt"), "nothing");
        assertThat(DatasetFormats.recognise(folder)).isEmpty();
        assertThat(DatasetFormats.recognise(folder.resolve("nowhere"))).isEmpty();
        assertThat(DatasetFormats.named("zip")).isEmpty();
    }
}
