package org.geor1.reward.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only listed hosts may be asked, and of their addresses only public ones and those that are listed themselves. */
class AllowedHostsTest {

    private final AllowedHosts hosts =
            new AllowedHosts(List.of("judge.example.org", " Other.Example ", "10.1.0.0/20", "::1", "192.168.7.9"));

    @ParameterizedTest
    @ValueSource(
            strings = {"judge.example.org", "JUDGE.example.org", "other.example", "10.1.15.255", "[::1]", "192.168.7.9"
            })
    void aListedHostMayBeAsked(String host) {
        assertThatCode(() -> hosts.requireHost(host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "evil-judge.example.org",
                "judge.example.org.evil.net",
                "judge.example.org.",
                "localhost",
                "10.1.16.0",
                "127.0.0.1",
                "8.8.8.8",
                "167837697",
                "0x0a.1.0.1",
                "10.1",
                "[::2]",
                ""
            })
    void anyOtherIsRefusedWithTheSettingThatWouldAllowIt(String host) {
        assertThatThrownBy(() -> hosts.requireHost(host))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("geor1.reward.allowed-hosts");
    }

    @Test
    void withoutAListNobodyMayBeAsked() {
        assertThatThrownBy(() -> new AllowedHosts(List.of()).requireHost("example.org"))
                .isInstanceOf(ForbiddenHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "10.1.2.3", "::1"})
    void publicAndListedAddressesMayBeConnectedTo(String address) throws UnknownHostException {
        InetAddress resolved = InetAddress.getByName(address);
        assertThatCode(() -> hosts.requireAddress("judge.example.org", resolved))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "127.255.255.254",
                "10.2.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001::1",
                "fe80::1",
                "fd00::1",
                "ff02::1"
            })
    void privateAndReservedAddressesAreRefused(String address) throws UnknownHostException {
        InetAddress resolved = InetAddress.getByName(address);
        assertThatThrownBy(() -> hosts.requireAddress("judge.example.org", resolved))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("judge.example.org")
                .hasMessageContaining("geor1.reward.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://judge.example.org",
                "judge.example.org:80",
                "*.example.org",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "a/8",
                "",
                "-a",
                "a..b"
            })
    void anEntryThatIsNoHostIsRefused(String entry) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }
}
