package org.geor1.local.home;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret shared by the processes of one start. */
public final class Secret {

    private Secret() {}

    /** 256 random bits in hexadecimal. They are valid as long as the processes that share them live. */
    public static String fresh() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
