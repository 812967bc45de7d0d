package org.geor1.local;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The shared secret by which the services of one start know each other. */
public final class InternalToken {

    private InternalToken() {}

    /** 256 random bits. They live as long as the processes that share them, and are stored nowhere. */
    public static String fresh() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
