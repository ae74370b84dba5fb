package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.events.Connection;
import dev.flipswitch.server.flags.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The body that shows open event streams. Stateless. */
final class ConnectionsJson {

    /** Who counts as alike. */
    private record Group(String environment, String sdk, String version) implements Comparable<Group> {

        private static final Comparator<Group> ORDER = Comparator.comparing(Group::environment)
                .thenComparing(Group::sdk)
                .thenComparing(Group::version);

        static Group of(Connection connection) {
            Environment environment = connection.environment();
            return new Group(
                    environment.project() + "/" + environment.key(),
                    connection.client().sdk(),
                    connection.client().version());
        }

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    private ConnectionsJson() {}

    static Map<String, Object> of(List<Connection> connections, Instant now) {
        Map<Group, List<Connection>> groups =
                connections.stream().collect(Collectors.groupingBy(Group::of, TreeMap::new, Collectors.toList()));
        List<Object> list = new ArrayList<>();
        groups.forEach((group, members) -> list.add(group(group, members, now)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("total", connections.size());
        body.put("connections", list);
        return body;
    }

    private static Map<String, Object> group(Group group, List<Connection> members, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("environment", group.environment());
        body.put("sdk", group.sdk());
        body.put("version", group.version());
        body.put("count", members.size());
        Map<String, Object> ages = new LinkedHashMap<>();
        ages.put("underAMinute", between(members, now, Duration.ZERO, Duration.ofMinutes(1)));
        ages.put("underAnHour", between(members, now, Duration.ofMinutes(1), Duration.ofHours(1)));
        ages.put("underADay", between(members, now, Duration.ofHours(1), Duration.ofDays(1)));
        ages.put("older", between(members, now, Duration.ofDays(1), Duration.ofSeconds(Long.MAX_VALUE)));
        body.put("ages", ages);
        return body;
    }

    private static long between(List<Connection> members, Instant now, Duration from, Duration to) {
        return members.stream()
                .map(member -> Duration.between(member.since(), now))
                .map(age -> age.isNegative() ? Duration.ZERO : age)
                .filter(age -> age.compareTo(from) >= 0 && age.compareTo(to) < 0)
                .count();
    }
}
