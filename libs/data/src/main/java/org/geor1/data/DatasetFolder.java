package org.geor1.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.image.ImageLimits;

/** The folder of a dataset, from which no path of a row leads out: not by "..", not by an absolute path, not by a link. */
public final class DatasetFolder {

    private static final long MAX_IMAGE_BYTES = ImageLimits.standard().maxBytes();

    private final Path root;

    private DatasetFolder(Path root) {
        this.root = root;
    }

    /**
     * @param dataset a folder, or a file in it
     * @throws DatasetException if there is none
     */
    public static DatasetFolder of(Path dataset) throws IOException {
        if (!Files.exists(dataset)) {
            throw new DatasetException(dataset + " does not exist. Name a folder or a file");
        }
        Path real = dataset.toRealPath();
        Path parent = real.getParent();
        return new DatasetFolder(Files.isDirectory(real) || parent == null ? real : parent);
    }

    public Path root() {
        return root;
    }

    /** The name of a file in the folder as rows and faults give it, with {@code /} on every system. */
    public String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(root) ? root.relativize(absolute) : absolute.getFileName();
        return String.valueOf(shown).replace('\\', '/');
    }

    /**
     * The real file behind a path of a row.
     *
     * @throws FaultException if it leads out of the folder, is missing, or is not an ordinary file
     */
    public Path resolve(String path) throws FaultException, IOException {
        if (path.contains("://")) {
            throw new FaultException("'" + path + "' is an address; download the picture into the folder");
        }
        Path real = inside(path).toRealPath();
        if (!real.startsWith(root)) {
            throw new FaultException("'" + path + "' is a link that leads out of the dataset's folder");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new FaultException("'" + path + "' is not a file");
        }
        return real;
    }

    /** Whether a path of a row names a file within the folder. */
    public boolean has(String path) throws IOException {
        try {
            resolve(path);
            return true;
        } catch (FaultException e) {
            return false;
        }
    }

    private Path inside(String path) throws FaultException {
        try {
            Path relative = Path.of(path);
            boolean upwards = Stream.of(path.split("[/\\\\]", -1)).anyMatch(".."::equals);
            if (relative.isAbsolute() || upwards || path.startsWith("\\")) {
                throw new FaultException(
                        "'" + path + "' leads out of the dataset's folder; paths are relative to it, without ..");
            }
            Path file = root.resolve(relative);
            if (path.isBlank() || !Files.exists(file)) {
                throw new FaultException("'" + path + "' is missing in the dataset's folder");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new FaultException("'" + path + "' is not a path: " + e.getReason());
        }
    }

    /**
     * A picture's file, at most 20 MiB.
     *
     * @throws FaultException if it cannot be had, is empty or larger
     */
    public byte[] read(ImageSource source) throws FaultException, IOException {
        if (source instanceof ImageSource.Bytes inRow) {
            return sized(inRow.bytes(), "the picture in the row");
        }
        String path = ((ImageSource.File) source).path();
        try (InputStream in = Files.newInputStream(resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            return sized(in.readNBytes((int) MAX_IMAGE_BYTES + 1), "'" + path + "'");
        } catch (NoSuchFileException e) {
            throw new FaultException("'" + path + "' is missing in the dataset's folder");
        }
    }

    private static byte[] sized(byte[] bytes, String name) throws FaultException {
        if (bytes.length == 0) {
            throw new FaultException(name + " has 0 bytes");
        }
        if (bytes.length > MAX_IMAGE_BYTES) {
            throw new FaultException(name + " has more than " + MAX_IMAGE_BYTES + " bytes");
        }
        return bytes;
    }

    /** Names in a folder, sorted, so that a dataset has the same order everywhere. Holds the names of that one folder. */
    public static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
