package org.geor1.local.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.geor1.data.DatasetException;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.jobs.image.Images;
import org.geor1.local.client.DatasetClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes a published dataset into a folder in the canonical form: {@code samples.jsonl}, {@code images} by hash and
 * {@code LICENCE.txt}. The folder is complete and holds exactly what was published, or is absent.
 */
public final class DatasetExport {

    private final DatasetClient client;

    public DatasetExport(DatasetClient client) {
        this.client = client;
    }

    /**
     * @param dataset as the API shows it
     * @param target must not exist
     * @param progress told of every sample
     * @throws FileAlreadyExistsException if there is something at {@code target}
     * @throws DatasetException if what arrives is not what was published
     */
    public void write(JsonNode dataset, Path target, Runnable progress) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        requireAbsent(absolute);
        Path work = Files.createTempDirectory(Files.createDirectories(absolute.getParent()), ".geor1-export");
        try {
            String hash = writeSamples(dataset.path("name").asString(""), work, progress);
            String published = dataset.path("content_hash").asString("");
            if (!hash.equals(published)) {
                throw new DatasetException(
                        "the samples that arrived have the hash " + hash + " instead of " + published);
            }
            String licence = dataset.path("licence").asString("");
            if (!licence.isEmpty()) {
                Files.writeString(work.resolve("LICENCE.txt"), licence + System.lineSeparator());
            }
            requireAbsent(absolute);
            Files.move(work, absolute, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private String writeSamples(String name, Path folder, Runnable progress) throws IOException {
        MessageDigest digest = digest();
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("samples.jsonl"))) {
            Iterator<JsonNode> samples = client.samples(name);
            while (samples.hasNext()) {
                JsonNode json = samples.next().path("sample");
                List<String> hashes = new ArrayList<>();
                Row.Sample sample = sample(json, folder, hashes);
                lines.write(CanonicalJson.line(sample));
                lines.write('\n');
                Iterator<String> inOrder = hashes.iterator();
                digest.update(
                        CanonicalJson.identity(sample, image -> inOrder.next()).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
                progress.run();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Row.Sample sample(JsonNode json, Path folder, List<String> hashes) throws IOException {
        List<ImageSource> images = new ArrayList<>();
        for (JsonNode image : json.path("images")) {
            String hash = image.path("sha256").asString("");
            hashes.add(hash);
            ImageRole role = ImageRole.valueOf(image.path("role").asString("").toUpperCase(Locale.ROOT));
            images.add(new ImageSource.File(picture(hash, folder), role));
        }
        List<Turn> turns = new ArrayList<>();
        json.path("turns")
                .forEach(turn -> turns.add(new Turn(
                        turn.path("role").asString(""), turn.path("text").asString(""))));
        Row.Sample.Builder builder = Row.Sample.builder(
                        Origin.whole("samples.jsonl"), json.path("id").asString(""))
                .images(images)
                .turns(turns)
                .place(place(json.path("place")))
                .truth(text(json, "truth"))
                .split(text(json, "split"));
        json.path("metadata")
                .properties()
                .forEach(entry ->
                        builder.metadata(entry.getKey(), entry.getValue().asString("")));
        try {
            return builder.build();
        } catch (FaultException e) {
            throw new DatasetException("a sample that arrived " + e.problem());
        }
    }

    /** @return its path below the folder */
    private String picture(String hash, Path folder) throws IOException {
        if (!Images.HASH.matcher(hash).matches()) {
            throw new DatasetException("a sample that arrived names a picture by '" + hash + "', which is no hash");
        }
        String path = "images/" + hash.substring(0, 2) + "/" + hash;
        Path file = folder.resolve(path);
        if (!Files.exists(file)) {
            byte[] bytes = client.image(hash);
            if (!Images.hash(bytes).equals(hash)) {
                throw new DatasetException("the picture that arrived is not " + hash);
            }
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        return path;
    }

    private static @Nullable Place place(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        JsonNode latitude = json.path("latitude");
        Position position = latitude.isNumber()
                ? new Position(latitude.asDouble(), json.path("longitude").asDouble())
                : null;
        return new Place(position, text(json, "city"), text(json, "country"));
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).stringValue() : null;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JVM", e);
        }
    }

    private static void requireAbsent(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private static void delete(Path work) throws IOException {
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
