package org.geor1.local.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.home.Home;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path into the home, where no other user can replace them.
 *
 * @param directory that holds {@code bin}
 * @param superuser whether this process is root, as which PostgreSQL refuses to run
 */
record PostgresPrograms(Path directory, boolean superuser) {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String UNFINISHED = ".unfinished";

    /** Unpacks the programs unless a complete copy of the same archive is there. Needs the home's lock. */
    static PostgresPrograms of(Home home) throws IOException {
        Path all = PrivateFiles.createDirectories(home.databaseBinaries());
        Path own = all.resolve(DataDirectory.MAJOR_VERSION + "-" + archiveHash().substring(0, 16));
        if (!Files.isDirectory(own)) {
            Path work = all.resolve(own.getFileName() + UNFINISHED);
            FileSystemUtils.deleteRecursively(work);
            unpack(PrivateFiles.createDirectories(work));
            Files.move(work, own);
        }
        return new PostgresPrograms(own, isSuperuser());
    }

    /** Removes copies of other archives. Call it only when no server runs from them. */
    void removeOthers() throws IOException {
        List<Path> others;
        try (Stream<Path> copies = Files.list(directory.getParent())) {
            others = copies.filter(copy -> !copy.equals(directory)).toList();
        }
        for (Path other : others) {
            FileSystemUtils.deleteRecursively(other);
        }
    }

    /** The command line that runs a program of PostgreSQL, as root in a user namespace in which it is not root. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(superuser ? List.of("unshare", "-U") : List.of());
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isSuperuser() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static String archiveHash() throws IOException {
        try (DigestInputStream in = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static InputStream archive() throws IOException {
        InputStream archive = PostgresPrograms.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException("the class path has no " + ARCHIVE);
        }
        return archive;
    }

    private static void unpack(Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry " + entry.getName() + " leads out of " + ARCHIVE);
                }
                if (entry.isDirectory()) {
                    PrivateFiles.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    PrivateFiles.createParent(target);
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(target, permissions(entry));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(TarArchiveEntry entry) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((entry.getMode() & 0b001_000_000) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }
}
