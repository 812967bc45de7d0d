package org.geor1.gateway.connections;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which addresses count as one client. */
public final class ClientNetwork {
    /** The first 64 bits of an IPv6 address as Java writes it, with every group spelled out. */
    private static final Pattern PREFIX_64 = Pattern.compile("((?:[0-9a-f]{1,4}:){4})[0-9a-f:]+.*");

    private ClientNetwork() {}

    /** An IPv4 address itself, but the /64 of an IPv6 address: its owner can use any address in it. */
    public static String of(String address) {
        Matcher matcher = PREFIX_64.matcher(address);
        return matcher.matches() ? matcher.group(1) + ":/64" : address;
    }
}
