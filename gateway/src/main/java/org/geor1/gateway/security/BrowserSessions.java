package org.geor1.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed, expiring cookie values for browsers, because an event stream cannot send a bearer header and a key in a URL
 * would end up in logs. The signing secret lives only in this process: a restart asks browsers to sign in again.
 */
final class BrowserSessions {
    static final String COOKIE = "geor1_session";
    private static final Pattern VALUE = Pattern.compile("(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private final byte[] secret = new byte[32];
    private final Clock clock;
    private final Duration lifetime;

    BrowserSessions(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
        new SecureRandom().nextBytes(secret);
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue() {
        String expiry = Long.toString(clock.instant().plus(lifetime).getEpochSecond());
        return expiry + "." + sign(expiry);
    }

    boolean accepts(String value) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        byte[] expected = sign(matcher.group(1)).getBytes(StandardCharsets.US_ASCII);
        boolean genuine = MessageDigest.isEqual(expected, matcher.group(2).getBytes(StandardCharsets.US_ASCII));
        return genuine && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(matcher.group(1))));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JVM", e);
        }
    }
}
