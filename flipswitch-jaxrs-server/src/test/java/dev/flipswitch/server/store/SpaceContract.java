package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.TargetingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The database grows with what changes, not with what there is. */
abstract class SpaceContract extends StoreFixture {

    static final int VALUES = 10_000;
    static final int TOGGLES = 200;

    /** A table of the numbers from 1. */
    abstract String numbers(int last);

    @Test
    void auditsOnlyWhatDiffers() {
        store.define(project, darkMode("off"), TENTH);
        List<Object> users = users().subList(1, VALUES);
        store.configure(development, "dark-mode", old -> serving(old, users));
        long before = audited();

        for (int i = 0; i < TOGGLES; i++) {
            toggle();
        }
        List<Object> more = new ArrayList<>(users);
        more.add(VALUES / 2, "newcomer");
        store.configure(development, "dark-mode", old -> serving(old, more));

        assertThat(audited() - before).isLessThan(TOGGLES * 100);
        assertThat(last("state_before")).isEqualTo("{\"rules[0].conditions[0].values[5000+]\":[],\"version\":202}");
        assertThat(last("state_after"))
                .isEqualTo("{\"rules[0].conditions[0].values[5000+]\":[\"newcomer\"],\"version\":203}");
        assertThat(flag(development).rules()).hasSize(1);
    }

    @Test
    void forgetsRulesThatAreTakenAway() {
        store.define(project, darkMode("off"), TENTH);
        store.configure(development, "dark-mode", old -> serving(old, users()));
        store.configure(
                development,
                "dark-mode",
                old -> new FlagConfiguration(old.definition(), old.enabled(), List.of(), old.rollout(), old.version()));

        assertThat(flag(development).rules()).isEmpty();
        assertThat(count("flag_rules")).isZero();
    }

    @Test
    void forgetsOldEntriesOfTheAuditLogAndNothingElse() {
        store.define(project, darkMode("off"), TENTH);
        execute("insert into audit (environment_id, actor, action, flag_key, state_after, created_at)"
                + " select " + development.id()
                + ", 'a', 'define', 'old', '{}', timestamp with time zone '2020-01-01 00:00:00Z' from "
                + numbers(1_200));

        store.forgetAudit(NOW);

        assertThat(count("audit")).isEqualTo(2);
        store.forgetAudit(NOW.plusMillis(1));
        assertThat(count("audit")).isZero();
        assertThat(count("events")).isEqualTo(2);
    }

    static List<Object> users() {
        return IntStream.range(0, VALUES).mapToObj(i -> "user-" + i).collect(Collectors.toList());
    }

    static FlagConfiguration serving(FlagConfiguration old, List<Object> users) {
        Condition listed = new Condition("targetingKey", Operator.IN, users);
        return new FlagConfiguration(
                old.definition(),
                old.enabled(),
                List.of(new TargetingRule("users", List.of(listed), new Outcome.Variant("on"))),
                old.rollout(),
                old.version());
    }

    private long audited() {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select sum(char_length(coalesce(state_before, '')) + char_length(state_after)) from audit")
                .mapTo(Long.class)
                .one());
    }

    private String last(String column) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select " + column + " from audit where id = (select max(id) from audit)")
                .mapTo(String.class)
                .one());
    }
}
