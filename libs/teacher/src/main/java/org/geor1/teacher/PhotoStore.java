package org.geor1.teacher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.geor1.teacher.picture.Photo;

/** The photos of the exemplars, named by the SHA-256 of the files they were made from. Safe for threads. */
final class PhotoStore {

    private static final String FOLDER = "images";

    private final Path folder;

    PhotoStore(Path dataset) throws IOException {
        folder = Files.createDirectories(dataset.resolve(FOLDER));
    }

    /** As rows of the dataset give it. */
    static String path(String sha256) {
        return FOLDER + "/" + sha256 + ".jpg";
    }

    /** A file that is there is whole: it got its name when it was on the disk. */
    void keep(Task task) throws IOException {
        Path file = folder.resolve(task.pictureSha256() + ".jpg");
        if (Files.exists(file)) {
            return;
        }
        Path part = folder.resolve(task.key() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(Photo.of(task.picture()).jpeg());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
