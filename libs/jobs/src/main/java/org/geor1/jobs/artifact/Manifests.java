package org.geor1.jobs.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Hashes and the manifest file. An artifact's hash covers the sorted lines {@code <sha256> <size> <path>}. */
final class Manifests {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Manifests() {}

    static String hash(List<Artifact.FileEntry> files) {
        StringBuilder lines = new StringBuilder();
        files.stream()
                .sorted(Comparator.comparing(Artifact.FileEntry::path))
                .forEach(file -> lines.append(file.sha256())
                        .append(' ')
                        .append(file.size())
                        .append(' ')
                        .append(file.path())
                        .append('\n'));
        return HexFormat.of().formatHex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String write(Artifact artifact) {
        return MAPPER.writeValueAsString(artifact);
    }

    static Artifact read(String json) {
        try {
            return MAPPER.readValue(json, Artifact.class);
        } catch (JacksonException e) {
            throw new ArtifactException("a manifest is damaged", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
