package org.geor1.local.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.image.ImageException;
import org.geor1.image.decode.MetadataRemover;
import org.geor1.jobs.image.Images;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sample on its way to the platform, with the files of its pictures.
 *
 * @param json its canonical form
 * @param files without metadata, by their hash
 */
record PendingSample(Row.Sample sample, JsonNode json, Map<String, byte[]> files) {

    /** @throws FaultException if a picture cannot be read */
    static PendingSample read(Row.Sample sample, DatasetFolder folder, MetadataRemover remover)
            throws FaultException, IOException {
        Map<ImageSource, String> hashes = new HashMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (ImageSource image : sample.images()) {
            try {
                byte[] file = remover.clean(folder.read(image));
                String hash = Images.hash(file);
                hashes.put(image, hash);
                files.put(hash, file);
            } catch (ImageException e) {
                String name =
                        image instanceof ImageSource.File path ? "'" + path.path() + "'" : "the picture in the row";
                throw new FaultException(name + " " + e.problem());
            }
        }
        String canonical = CanonicalJson.identity(sample, image -> Objects.requireNonNull(hashes.get(image)));
        return new PendingSample(sample, JsonMapper.shared().readTree(canonical), files);
    }

    Row.Fault fault(String problem) {
        return new Row.Fault(sample.origin(), problem);
    }

    /** Roughly what it takes on the wire, without its pictures. */
    int length() {
        return json.toString().length();
    }
}
