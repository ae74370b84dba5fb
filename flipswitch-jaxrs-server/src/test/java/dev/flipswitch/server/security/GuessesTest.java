package dev.flipswitch.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.security.Guesses.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final Logger LOGGER = Logger.getLogger("dev.flipswitch.server");

    private final List<Credential> counted = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long now = Long.MAX_VALUE - 1;
    private final Guesses guesses = new Guesses(counted::add, () -> now);

    @BeforeEach
    void listen() {
        LOGGER.addHandler(log);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(log);
    }

    @Test
    void slowsAnAddressDownAndNoOther() {
        assertThat(guess("192.0.2.1", AddressLimit.AT_ONCE)).containsOnly(0L);
        assertThat(guess("192.0.2.1", 1)).containsExactly(1L);
        assertThat(guess("192.0.2.2", AddressLimit.AT_ONCE)).containsOnly(0L);

        pass(Duration.ofSeconds(2));
        assertThat(guess("192.0.2.1", 1)).containsExactly(0L);
        assertThat(guess("192.0.2.1", 100)).endsWith(1L).allMatch(seconds -> seconds <= 1);
    }

    @Test
    void forgivesInTime() {
        guess("192.0.2.1", 10_000);
        pass(Duration.ofSeconds(AddressLimit.AT_ONCE).plusSeconds(1));

        assertThat(guess("192.0.2.1", AddressLimit.AT_ONCE)).containsOnly(0L);
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        IntStream.range(0, AddressLimit.AT_ONCE).forEach(i -> guess("2001:db8:1:2:3:4:5:" + i, 1));

        assertThat(guess("2001:db8:1:2:ffff::1", 1)).containsExactly(1L);
        assertThat(guess("2001:db8:1:3::1", 1)).containsExactly(0L);
    }

    @Test
    void keepsOnlySoManyAddresses() {
        AddressLimit limit = new AddressLimit(() -> now);

        IntStream.range(0, 3 * AddressLimit.MOST_ADDRESSES).forEach(i -> limit.secondsToWait("10.0.0." + i));
        assertThat(limit.size()).isLessThanOrEqualTo(AddressLimit.MOST_ADDRESSES + 1);
        assertThat(limit.secondsToWait("another")).isPositive();

        pass(Duration.ofMinutes(1));
        assertThat(limit.secondsToWait("another")).isZero();
        assertThat(limit.size()).isLessThan(10);
    }

    @Test
    void countsEachAndLogsALineAMinute() {
        guesses.wrong(Credential.ADMIN_TOKEN, "192.0.2.1");
        guess("192.0.2.2", 500);
        assertThat(counted).hasSize(501).startsWith(Credential.ADMIN_TOKEN, Credential.API_KEY);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("FLIP-SERVER-0060: wrong credentials: 1 ")
                .contains("admin-token", "192.0.2.1");

        pass(Duration.ofMinutes(1));
        guess("192.0.2.3", 5);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .startsWith("FLIP-SERVER-0060: wrong credentials: 501 ")
                .contains("192.0.2.3");
    }

    private List<Long> guess(String address, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> guesses.wrong(Credential.API_KEY, address))
                .toList();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
