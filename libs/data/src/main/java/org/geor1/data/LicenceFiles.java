package org.geor1.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files beside a dataset that say under which licence its pictures and texts are, such as {@code LICENSE.txt}. */
public final class LicenceFiles {

    private static final long MAX_BYTES = 1 << 20;

    private LicenceFiles() {}

    /** Copies them into another folder, over those of the same name. */
    public static void copy(Path from, Path to) throws IOException {
        for (Path file : in(from)) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * What they say, on one line; nothing where there are none.
     *
     * @param most characters, of which a cut-off text has an ellipsis at its end
     */
    public static Optional<String> text(Path folder, int most) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : in(folder)) {
            try {
                text.append(Files.readString(file)).append('\n');
            } catch (CharacterCodingException e) {
                // Text in another encoding is for the reader of the file.
            }
        }
        String line = text.toString().replaceAll("[\\s\\u0000]+", " ").strip();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(line.length() <= most ? line : line.substring(0, most - 1) + "…");
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(LicenceFiles::isOne).sorted().toList();
        }
    }

    private static boolean isOne(Path file) {
        return String.valueOf(file.getFileName()).matches("(?i)licen[cs]e(\\.\\w{1,8})?")
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toFile().length() <= MAX_BYTES;
    }
}
