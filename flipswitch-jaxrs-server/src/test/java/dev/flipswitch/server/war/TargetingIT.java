package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and segments from the management calls to the evaluation, by the examples of {@code docs/targeting.md}. */
class TargetingIT {

    private static final Pattern CURL =
            Pattern.compile("curl -X PUT \\S+/api/admin/projects(\\S+).*?-d '(.*?)'\n", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9-]+)`, [^|]+ \\| `(\\[\\[.*?]])` \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String FLAG = "/default/environments/development/flags/new-checkout";

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(data, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void runTheExamples() throws Exception {
        List<MatchResult> examples = CURL.matcher(Files.readString(Path.of("../docs/targeting.md")))
                .results()
                .toList();
        assertThat(examples).hasSize(3);
        for (MatchResult example : examples) {
            HttpResponse<String> answer = put(example.group(1), example.group(2));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'targetingKey':'u','email':'ann@example.org'}                       | new | TARGETING_MATCH | testers",
                "{'targetingKey':'u','team':'qa'}                                     | new | TARGETING_MATCH | testers",
                "{'targetingKey':'u','team':'qa','address':{'country':'US'}}          | new | TARGETING_MATCH | testers",
                "{'targetingKey':'user-2','address':{'country':'DE'},'app':'2.1.0'}   | new | SPLIT           | europe",
                "{'targetingKey':'user-2','address':{'country':'DE'},'app':'2.0.9'}   | old | STATIC          |",
                "{'targetingKey':'user-2','address.country':'DE'}                     | old | STATIC          |",
                "{'email':5,'team':null}                                              | old | STATIC          |",
            })
    void servesTheExample(String context, String variant, String reason, String rule) throws Exception {
        String answer = evaluate(context).body();

        assertThat(answer).contains("\"variant\":\"" + variant + "\"", "\"reason\":\"" + reason + "\"");
        if (rule == null) {
            assertThat(answer).doesNotContain("\"rule\"");
        } else {
            assertThat(answer).contains("\"rule\":\"" + rule + "\"");
        }
    }

    @Test
    void asksForATargetingKeyOnlyWhereARuleSplitsByIt() throws Exception {
        HttpResponse<String> split = evaluate("{'address':{'country':'DE'},'app':'2.1.0'}");
        assertThat(split.statusCode()).isEqualTo(400);
        assertThat(split.body()).contains("\"errorCode\":\"TARGETING_KEY_MISSING\"");
        assertThat(evaluate("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void showsWhatItWasGiven() throws Exception {
        String flag = server.admin("GET", FLAG, "").body();
        String rules = flag.replaceAll(".*(\"rules\":\\[.*\\]),\"rollout\":\\{}.*", "$1");
        assertThat(rules)
                .isEqualTo("\"rules\":[{\"id\":\"testers\",\"conditions\":[{\"operator\":\"in-segment\","
                        + "\"values\":[\"testers\"]}],\"variant\":\"new\"},{\"id\":\"europe\",\"conditions\":["
                        + "{\"attribute\":\"address.country\",\"operator\":\"in\",\"values\":[\"DE\",\"FR\"]},"
                        + "{\"attribute\":\"app\",\"operator\":\"semver>=\",\"values\":[\"2.1.0\"]}],"
                        + "\"rollout\":{\"new\":50,\"old\":50}}]");
        assertThat(put(FLAG, "{\"enabled\":true," + rules + "}").body())
                .isEqualTo(server.admin("GET", FLAG, "").body());

        assertThat(server.admin("GET", "/default/flags/new-checkout", "").body())
                .isEqualTo(
                        "{\"key\":\"new-checkout\",\"type\":\"boolean\",\"description\":\"The checkout in one step\","
                                + "\"tags\":[\"shop\"],\"variants\":{\"new\":true,\"old\":false},\"variantOrder\":[\"new\",\"old\"],"
                                + "\"defaultVariant\":\"old\",\"serves\":{\"development\":\"enabled: rule testers: new; "
                                + "rule europe: new 50 %, old 50 %; everybody else: old, the default variant, "
                                + "since there is no rollout\",\"production\":\"disabled: everybody gets the default variant, "
                                + "old\"}}");
        String segment = server.admin("GET", "/default/segments/testers", "").body();
        assertThat(segment)
                .startsWith("{\"key\":\"testers\",\"groups\":[[{\"attribute\":\"email\",\"operator\":\"ends-with\","
                        + "\"values\":[\"@example.org\"]}],[{");
        assertThat(server.admin("GET", "/default/segments", "").body()).contains(segment);
    }

    @Test
    void tellsEveryClientOfASegmentAndGivesBulkAnswersAnotherTag() throws Exception {
        String tag = server.evaluate("", "{}").headers().firstValue("ETag").orElseThrow();
        String version = version();
        try (EventStream events = server.events("api/v1/flags/events", "X-API-Key", WarServer.DEVELOPMENT)) {
            events.await(lines -> lines.contains("event: heartbeat"));
            put(
                    "/default/segments/testers",
                    "{\"groups\":[[{\"attribute\":\"team\",\"operator\":\"equals\",\"values\":[\"ops\"]}]]}");

            events.await(lines -> lines.contains("event: config-updated")
                    && lines.stream().anyMatch(line -> line.contains("\"reason\":\"segment-modified\"")));
        }
        HttpResponse<String> changed = server.evaluate("", "{}", "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"key\":\"new-checkout\"");
        assertThat(version()).isNotEqualTo(version);
        assertThat(evaluate("{'team':'qa'}").body()).contains("\"variant\":\"old\"");
        assertThat(evaluate("{'team':'ops'}").body()).contains("\"variant\":\"new\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'enabled':true,'rules':{}}                                                        | rules",
                "{'enabled':true,'rules':[1]}                                                       | rules[0]",
                "{'enabled':true,'rules':[{}]}                                                      | rules[0].id",
                "{'enabled':true,'rules':[{'id':''}]}                                               | rules[0].conditions",
                "{'enabled':true,'rules':[{'id':'a','conditions':[],'variant':'new'}]}              | rules[0].conditions",
                "{'enabled':true,'rules':[{'id':'a','conditions':[COND]}]}                          | rules[0].variant",
                "{'enabled':true,'rules':[{'id':'a','conditions':[COND],'variant':'no'}]}           | rules[0].variant",
                "{'enabled':true,'rules':[{'id':'a','conditions':[COND],'variant':'new','rollout':{}}]} | rules[0].variant",
                "{'enabled':true,'rules':[{'id':'a','conditions':[COND],'rollout':{}}]}             | rules[0].rollout",
                "{'enabled':true,'rules':[{'id':'a','conditions':[COND],'rollout':{'no':1}}]}       | rules[0].rollout.no",
                "{'enabled':true,'rules':[RULE,RULE]}                                               | rules[1].id",
                "{'enabled':true,'rules':[{'id':'a','condition':[]}]}                               | rules[0].condition",
                "{'enabled':true,'rules':[{'id':'a','variant':'new','conditions':[{'operator':'like'}]}]} | rules[0].conditions[0].operator",
                "{'enabled':true,'rules':[{'id':'a','variant':'new','conditions':[COND,{'operator':'in','values':[1]}]}]}"
                        + " | rules[0].conditions[1].attribute",
                "{'enabled':true,'rules':[{'id':'a','variant':'new','conditions':[{'attribute':'a','operator':'>','values':['1']}]}]}"
                        + " | rules[0].conditions[0].values[0]",
                "{'enabled':true,'rules':[RULE,{'id':'b','variant':'new','conditions':["
                        + "{'attribute':'a','operator':'in','values':[1,null]}]}]} | rules[1].conditions[0].values[1]",
                "{'enabled':true,'rules':[{'id':'a','variant':'new','conditions':["
                        + "{'attribute':'a','operator':'matches-regex','values':['(']}]}]} | rules[0].conditions[0].values[0]",
                "{'enabled':true,'rules':[{'id':'a','variant':'new','conditions':["
                        + "{'operator':'in-segment','values':['nobody']}]}]} | rules[0].conditions[0].values[0]",
            })
    void answers400NamingTheFieldOfARule(String body, String field) throws Exception {
        String condition = "{'attribute':'a','operator':'in','values':[1]}";
        String rule = "{'id':'a','conditions':[COND],'variant':'new'}";
        HttpResponse<String> answer =
                put(FLAG, body.replace("RULE", rule).replace("COND", condition).replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {}                                                  | groups",
                "a | {'groups':[]}                                       | groups",
                "a | {'groups':[{}]}                                     | groups[0]",
                "a | {'groups':[[COND],[]]}                              | groups[1]",
                "a | {'groups':[[COND],[COND,{'operator':'in-segment','values':['testers','a']}]]} | groups[1][1].values[1]",
                "a%20b | {'groups':[[COND]]}                             | key",
            })
    void answers400NamingTheFieldOfASegment(String key, String body, String field) throws Exception {
        String condition = "{'attribute':'a','operator':'in','values':[1]}";
        HttpResponse<String> answer =
                put("/default/segments/" + key, body.replace("COND", condition).replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void servesWhatTheDocumentationSaysOfNotAndOrAndExists() throws Exception {
        List<MatchResult> rows = ROW.matcher(Files.readString(Path.of("../docs/targeting.md")))
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(7);
        for (MatchResult row : rows) {
            String segment = row.group(1);
            HttpResponse<String> saved = put("/default/segments/" + segment, "{\"groups\":" + row.group(2) + "}");
            assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
            put(
                    FLAG,
                    "{\"enabled\":true,\"rules\":[{\"id\":\"r\",\"conditions\":[{\"operator\":\"in-segment\","
                            + "\"values\":[\"" + segment + "\"]}],\"variant\":\"new\"}]}");
            assertThat(contexts(row.group(3))).as(segment).isNotEmpty().allMatch(context -> serves(context, "new"));
            assertThat(contexts(row.group(4))).as(segment).isNotEmpty().allMatch(context -> serves(context, "old"));
        }
    }

    private static List<String> contexts(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static boolean serves(String context, String variant) {
        try {
            return evaluate(context).body().contains("\"variant\":\"" + variant + "\"");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version() throws Exception {
        return evaluate("{}").body().replaceAll(".*\"version\":(\\d+).*", "$1");
    }

    private static HttpResponse<String> evaluate(String context) throws Exception {
        return server.evaluate("/new-checkout", "{\"context\":" + context.replace('\'', '"') + "}");
    }

    private static HttpResponse<String> put(String path, String body) throws Exception {
        return server.admin("PUT", path, body);
    }
}
