package org.geor1.teacher.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was paid for, line by line, in a file that only grows. An answer is on the disk before {@link #append} returns, so no
 * crash loses it; a crash within leaves at most one torn line at the end, which the next {@link #open} cuts off. One process at
 * a time may have it open. Keys are kept in memory, texts are read from the file. Safe for threads.
 */
public final class Journal implements Closeable {

    private static final int MAX_LINE_BYTES = 32 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Place> answers = new HashMap<>();
    private Totals totals = Totals.NONE;
    private long end;

    private record Place(long offset, int length) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param settings what answers depend on; those of an existing journal must be the same
     * @throws JournalException if it has other settings, is damaged other than at its end, or is in use
     */
    public static Journal open(Path file, Map<String, String> settings) throws IOException {
        if (!Files.exists(file)) {
            begin(file, settings);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Journal journal = new Journal(file, channel);
        try {
            journal.lock();
            journal.read(settings);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A journal has its whole header from the first moment, so a file without one is somebody else's and stays as it is. */
    private static void begin(Path file, Map<String, String> settings) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer header = ByteBuffer.wrap(JournalLine.header(settings));
            while (header.hasRemaining()) {
                channel.write(header);
            }
            channel.force(false);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolderOf(file);
    }

    private void lock() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // This JVM has it open; the same as if another had.
        }
        throw new JournalException(file + " is in use. Wait until the other run ends, or name another folder");
    }

    /** A new file's name is on the disk only once its folder is. */
    private static void syncFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private void read(Map<String, String> settings) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
        long size = channel.size();
        for (long number = 1; ; number++) {
            byte[] line = line(in);
            if (line == null) {
                break;
            }
            long next = end + line.length + 1;
            if (number == 1) {
                requireSame(line, settings);
            } else if (!add(line)) {
                if (next < size) {
                    throw new JournalException(
                            file + " line " + number + " is damaged. Restore the file, or begin in another folder");
                }
                break;
            }
            end = next;
        }
        if (end == 0) {
            throw noJournal();
        }
        channel.truncate(end);
    }

    private JournalException noJournal() {
        return new JournalException(file + " is no journal of this program. Name another folder");
    }

    /** A whole line without its end, or null where there is none any more. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && line.size() <= MAX_LINE_BYTES; next = in.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
        return null;
    }

    private void requireSame(byte[] line, Map<String, String> settings) {
        Map<String, String> earlier = JournalLine.settings(line);
        if (earlier == null) {
            throw noJournal();
        }
        if (!earlier.equals(settings)) {
            String differences = Stream.concat(settings.keySet().stream(), earlier.keySet().stream())
                    .distinct()
                    .filter(name -> !earlier.getOrDefault(name, "").equals(settings.getOrDefault(name, "")))
                    .map(name -> name + " was '" + earlier.getOrDefault(name, "") + "', is '"
                            + settings.getOrDefault(name, "") + "'")
                    .collect(Collectors.joining("; "));
            throw new JournalException(file + " was begun with other settings: " + differences
                    + ". Use the earlier ones, or begin in another folder");
        }
    }

    private boolean add(byte[] line) {
        Entry answer = JournalLine.answer(line);
        if (answer != null) {
            remember(answer, end, line.length);
            return true;
        }
        Long loss = JournalLine.loss(line);
        if (loss != null) {
            totals = totals.plusLoss(loss);
        }
        return loss != null;
    }

    private void remember(Entry answer, long offset, int length) {
        totals = totals.plus(answer);
        answers.putIfAbsent(answer.key(), new Place(offset, length));
    }

    public synchronized Totals totals() {
        return totals;
    }

    /** The answer to a request, if it was paid for. */
    public synchronized Optional<Entry> find(String key) throws IOException {
        Place place = answers.get(key);
        if (place == null) {
            return Optional.empty();
        }
        ByteBuffer line = ByteBuffer.allocate(place.length());
        while (line.hasRemaining()) {
            if (channel.read(line, place.offset() + line.position()) < 0) {
                throw new IOException(file + " became shorter");
            }
        }
        return Optional.ofNullable(JournalLine.answer(line.array()));
    }

    /** Returns once the answer is on the disk. */
    public synchronized void append(Entry answer) throws IOException {
        byte[] line = JournalLine.answer(answer);
        long offset = end;
        write(line);
        remember(answer, offset, line.length - 1);
    }

    /** Writes down what may have been paid without an answer. */
    public synchronized void appendLoss(String reason, long cost) throws IOException {
        write(JournalLine.loss(reason, cost));
        totals = totals.plusLoss(cost);
    }

    private void write(byte[] line) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
            channel.force(false);
            end += line.length;
        } catch (IOException e) {
            channel.truncate(end); // Otherwise a later line would stand behind half a one.
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
