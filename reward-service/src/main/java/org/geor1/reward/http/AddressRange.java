package org.geor1.reward.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * IP addresses with a common beginning, such as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a range too.
 *
 * @param prefix how many bits are common
 */
record AddressRange(InetAddress first, int prefix) {

    /** @throws IllegalArgumentException if the text is neither an address nor a range of them */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress first = address(slash < 0 ? text : text.substring(0, slash));
        int bits = first.getAddress().length * 8;
        String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
            throw new IllegalArgumentException(text + " must end with the number of common bits, 0 to " + bits);
        }
        return new AddressRange(first, Integer.parseInt(prefix));
    }

    static boolean isAddress(String text) {
        return InetAddressUtils.isIPv4(text) || InetAddressUtils.isIPv6(text);
    }

    /** Never asks a name server. */
    static InetAddress address(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException(text + " is no IP address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no IP address", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        int rest = prefix % 8;
        return Arrays.equals(mine, 0, whole, other, 0, whole)
                && (rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0);
    }
}
