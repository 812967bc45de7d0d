package org.geor1.reward.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whom rewards may be asked of: the names, addresses and ranges of {@code geor1.reward.allowed-hosts}, and nobody else. The
 * host of a url must be listed; each address that it resolves to must be public or be listed itself. So a public name that
 * points into a private network, by mistake or by malice, leads nowhere.
 */
public final class AllowedHosts {

    /** The setting, as errors name it. */
    static final String SETTING = "geor1.reward.allowed-hosts";

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /**
     * Ranges that are not public, from the special-purpose registries of IANA (RFC 6890) and for multicast. IPv6 addresses
     * that contain an IPv4 address, for translation or tunnels, are among them, as they may contain a private one.
     */
    private static final List<AddressRange> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressRange::of)
            .toList();

    private final Set<String> names = new HashSet<>();
    private final List<AddressRange> ranges = new ArrayList<>();

    /** @throws IllegalArgumentException if an entry is neither a host name nor an address nor a range of addresses */
    public AllowedHosts(List<String> entries) {
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (AddressRange.isAddress(text) || text.indexOf('/') >= 0) {
                ranges.add(AddressRange.of(text));
            } else if (NAME.matcher(text).matches()) {
                names.add(text);
            } else {
                throw new IllegalArgumentException(SETTING + " has the entry '" + entry + "'; list host names such as"
                        + " judge.example.org, addresses such as 127.0.0.1, or ranges such as 10.1.0.0/16");
            }
        }
    }

    /**
     * @param host of a url; an IPv6 address in brackets
     * @throws ForbiddenHostException if it is not listed
     */
    void requireHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        boolean listed = AddressRange.isAddress(bare) ? isListed(AddressRange.address(bare)) : names.contains(bare);
        if (!listed) {
            throw new ForbiddenHostException("the host " + host + " is not in " + SETTING
                    + " of the reward service; whoever runs the service can add it");
        }
    }

    /** @throws ForbiddenHostException if the address of the host is neither public nor listed */
    void requireAddress(String host, InetAddress address) {
        if (!isListed(address) && SPECIAL.stream().anyMatch(range -> range.contains(address))) {
            throw new ForbiddenHostException("the host " + host + " has the address " + address.getHostAddress()
                    + ", which is loopback, link-local, private or reserved and not itself in " + SETTING
                    + " of the reward service");
        }
    }

    private boolean isListed(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
