package org.geor1.jobs.artifact;

import java.util.regex.Pattern;

/** The only names that reach the file system. */
final class Names {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    /** Up to four plain names: no backslash and no leading dot in any, so neither {@code ..} nor a hidden file. */
    private static final Pattern FILE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,199}){0,3}");

    private Names() {}

    static String hash(String sha256) {
        if (!HASH.matcher(sha256).matches()) {
            throw new ArtifactException("not an artifact hash");
        }
        return sha256;
    }

    static String file(String name) {
        if (!FILE.matcher(name).matches()) {
            throw new ArtifactException("not an artifact file name");
        }
        return name;
    }
}
