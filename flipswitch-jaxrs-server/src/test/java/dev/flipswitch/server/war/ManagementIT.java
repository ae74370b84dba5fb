package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What management calls do with what they are given, and say of what is served; against the WAR. */
class ManagementIT {

    private static final String DEVELOPMENT = "/default/environments/development/flags/";
    private static final String OFF_ON = "'type':'boolean','variants':{'off':false,'on':true},'defaultVariant':'off'";
    private static final String ON_OFF = "'type':'boolean','variants':{'on':true,'off':false},'defaultVariant':'off'";

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never    | {'on':0}            | 0   | 0",
                "tenth    | {'on':10}           | 20  | 80",
                "tenth-2  | {'on':10,'off':90}  | 20  | 80",
                "half     | {'off':50}          | 200 | 300",
                "always   | {'on':100}          | 500 | 500",
            })
    void neverExceedsAPercentage(String flag, String rollout, long least, long most) throws Exception {
        put(200, "/default/flags/" + flag, "{" + OFF_ON + ",'rollout':" + rollout + "}");
        enable(flag);

        assertThat(on(flag)).isBetween(least, most);

        put(200, "/default/flags/" + flag, "{" + ON_OFF + "}");
        assertThat(on(flag)).isBetween(least, most);
        assertThat(get(DEVELOPMENT + flag)).contains("\"variantOrder\":[\"off\",\"on\"]", "\"version\":2,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'on':33.3,'off':66.6}      | adds up to 99.9: 0.1 percent are missing",
                "{'on':0,'off':0}            | adds up to 0: 100 percent are missing",
                "{'on':60,'off':41}          | must not exceed 100 percent in all, but adds up to 101",
                "{'on':99.99999}             | must have at most three decimals",
                "{'on':-1}                   | must be a percentage from 0 to 100",
                "{'on':'NaN'}                | must be a percentage from 0 to 100",
                "{'on':1e400}                | must be a percentage from 0 to 100",
                "{'on':null}                 | must not be null",
            })
    void refusesPercentagesThatCannotBeKept(String rollout, String message) throws Exception {
        put(200, "/default/flags/kept", "{" + ON_OFF + "}");
        String rule = "{'id':'r','conditions':[{'attribute':'a','operator':'equals','values':[1]}],'rollout':";

        assertThat(put(400, "/default/flags/new", "{" + ON_OFF + ",'rollout':" + rollout + "}"))
                .contains(message);
        assertThat(put(400, DEVELOPMENT + "kept", "{'enabled':true,'rollout':" + rollout + "}"))
                .contains(message);
        assertThat(put(400, DEVELOPMENT + "kept", "{'enabled':true,'rules':[" + rule + rollout + "}]}"))
                .contains(message)
                .contains("\"field\":\"rules[0].rollout");
    }

    @Test
    void storesTheOrderOfVariantsOnce() throws Exception {
        String flag = "{'type':'string','variants':{'10':'x','20':'y'},'variantOrder':ORDER,'defaultVariant':'10'}";
        assertThat(put(200, "/default/flags/numbers", flag.replace("ORDER", "['20','10']")))
                .contains("\"variantOrder\":[\"20\",\"10\"]");

        assertThat(put(400, "/default/flags/numbers", flag.replace("ORDER", "['10','20']")))
                .contains("\"field\":\"variantOrder\"");
        assertThat(put(400, "/default/flags/other", flag.replace("ORDER", "['20','20']")))
                .contains("\"field\":\"variantOrder\"");
        assertThat(put(
                        200,
                        "/default/flags/numbers",
                        flag.replace("'20':'y'", "'20':'y','00':'z'").replace("'variantOrder':ORDER,", "")))
                .contains("\"variantOrder\":[\"20\",\"10\",\"00\"]");
    }

    @Test
    void turnsANewBooleanFlagOnWhenItIsEnabled() throws Exception {
        put(200, "/default/flags/fresh", "{" + OFF_ON + "}");
        String answer = enable("fresh");

        assertThat(answer).contains("\"summary\":\"enabled: everybody gets on\"", "\"rollout\":{\"on\":100}");
        assertThat(server.evaluate("/fresh", "{}").body()).contains("\"value\":true");

        put(200, "/default/flags/asked", "{" + OFF_ON + ",'rollout':{}}");
        assertThat(enable("asked"))
                .contains(
                        "\"summary\":\"enabled: everybody gets off, the default variant, since there is no rollout\"");
    }

    @Test
    void saysWhatIsServedToWhomAndWhy() throws Exception {
        put(
                200,
                "/default/flags/theme",
                "{'type':'string','variants':{'sepia':'s','dark':'d'},'defaultVariant':'sepia'}");

        assertThat(put(
                        200,
                        DEVELOPMENT + "theme",
                        "{'enabled':true,'rollout':{'sepia':100},'rules':[{'id':'gold','conditions':["
                                + "{'attribute':'plan','operator':'equals','values':['gold']}],'variant':'dark'}]}"))
                .contains("\"summary\":\"enabled: rule gold: dark; everybody else: sepia\"")
                .contains("{\"to\":\"rule gold\",\"shares\":[{\"variant\":\"dark\",\"percentage\":100}],"
                        + "\"because\":\"plan equals \\\"gold\\\"\"}");
        assertThat(get("/default/flags/theme"))
                .contains("\"serves\":{\"development\":\"enabled: rule gold: dark; everybody else: sepia\","
                        + "\"production\":\"disabled: everybody gets the default variant, sepia\"}");
    }

    @Test
    void takesBackWhatItShowed() throws Exception {
        put(200, "/default/segments/back", "{'groups':[[{'attribute':'a','operator':'in','values':[1.50,'x']}]]}");
        put(
                200,
                "/default/flags/back",
                "{'type':'object','tags':['t'],'variants':{'one':{'x':1.50,'y':[1e3,null,{}]},'two':{}},'defaultVariant':'one'}");
        put(
                200,
                DEVELOPMENT + "back",
                "{'enabled':true,'rollout':{'one':12.5},'rules':[{'id':'r','conditions':["
                        + "{'operator':'in-segment','values':['back']}],'rollout':{'two':1}}]}");

        for (String path : new String[] {"/default/flags/back", DEVELOPMENT + "back", "/default/segments/back"}) {
            String shown = get(path);
            assertThat(put(200, path, shown)).isEqualTo(shown);
            assertThat(get(path)).isEqualTo(shown);
            assertThat(put(400, path, shown.replace("\"key\":\"back\"", "\"key\":\"other\"")))
                    .contains("\"field\":\"key\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'version':1             | 'version':7              | 409 | version",
                "'updatedAt':'           | 'updatedAt':'1           | 409 | updatedAt",
                "'summary':'disabled     | 'summary':'enabled       | 409 | serves",
                "'type':'boolean'        | 'type':'string'          | 400 | type",
                "'off':false             | 'off':true               | 400 | variants",
                "['on','off']            | ['off','on']             | 400 | variantOrder",
                "'defaultVariant':'off'  | 'defaultVariant':'on'    | 400 | defaultVariant",
                "'description':''        | 'description':'x'        | 400 | description",
                "'tags':[]               | 'tags':['x']             | 400 | tags",
            })
    void refusesWhatItCannotHonourInAConfiguration(String shown, String edited, int status, String field)
            throws Exception {
        put(200, "/default/flags/guarded", "{" + ON_OFF + "}");
        String flag = get(DEVELOPMENT + "guarded");
        String body = flag.replace(shown.replace('\'', '"'), edited.replace('\'', '"'));
        assertThat(body).isNotEqualTo(flag);

        assertThat(put(status, DEVELOPMENT + "guarded", body)).contains("\"field\":\"" + field + "\"");
        assertThat(get(DEVELOPMENT + "guarded")).isEqualTo(flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dark_Mode", "dark_mode", "shop.checkout:v2", "team:Flag.1_a-b", "...", "a:"})
    void keepsFlagsAndSegmentsUnderKeysOfOtherSystems(String key) throws Exception {
        String path = key.replace(":", "%3A");
        put(200, "/default/segments/" + path, "{'groups':[[{'attribute':'a','operator':'equals','values':[1]}]]}");
        put(200, "/default/flags/" + path, "{" + ON_OFF + ",'description':'" + key + "'}");
        put(
                200,
                DEVELOPMENT + path,
                "{'enabled':true,'rules':[{'id':'r','conditions':[{'operator':'in-segment','values':['" + key
                        + "']}],'variant':'on'}]}");

        assertThat(get(DEVELOPMENT + path)).contains("\"description\":\"" + key + "\"");
        assertThat(server.evaluate("/" + path, "{\"context\":{\"a\":1}}").body())
                .contains("\"key\":\"" + key + "\"", "\"value\":true");
        assertThat(server.evaluate("", "{\"context\":{\"a\":1}}").body()).contains("\"key\":\"" + key + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[1,2.50,\"x\",null,[[]],{\"deep\":[null,{}]}]",
                "{\"a\":[{\"b\":null}],\"n\":[-1,1E+3,0.10]}",
                "[123456789012345678901234567890,0.000]"
            })
    void servesAnyObjectOrListAsItWasGiven(String value) throws Exception {
        String body =
                "{\"type\":\"object\",\"variants\":{\"one\":" + value + ",\"two\":[]},\"defaultVariant\":\"one\"}";
        assertThat(put(200, "/default/flags/any", body)).contains("\"one\":" + value);

        assertThat(server.evaluate("/any", "{}").body()).contains("\"value\":" + value);
        assertThat(server.evaluate("", "{}").body()).contains("\"value\":" + value);
    }

    @Test
    void refusesTheRolloutOfAFlagThatThereIs() throws Exception {
        put(200, "/default/flags/there", "{" + ON_OFF + ",'rollout':{'on':10}}");
        put(200, "/default/flags/there", "{" + ON_OFF + ",'rollout':{'on':10.0}}");

        assertThat(put(400, "/default/flags/there", "{" + ON_OFF + ",'rollout':{'on':20}}"))
                .contains("\"field\":\"rollout\"", "/api/admin/projects/default/environments/development/flags/there");
    }

    @Test
    void refusesAnotherTypeWhileTheFlagIsEnabledUnlessItIsForced() throws Exception {
        put(200, "/default/flags/typed", "{" + ON_OFF + "}");
        String other = "{'type':'string','variants':{'on':'yes','off':'no'},'defaultVariant':'off'}";
        enable("typed");

        assertThat(put(409, "/default/flags/typed", other)).contains("\"field\":\"type\"", "development", "force=true");
        assertThat(put(200, "/default/flags/typed?force=true", other)).contains("\"type\":\"string\"");
        assertThat(get(DEVELOPMENT + "typed")).contains("\"rollout\":{\"on\":100}");
        server.admin("PATCH", DEVELOPMENT + "typed", "{\"enabled\":false}");
        put(200, "/default/flags/typed", "{" + ON_OFF + "}");
    }

    @Test
    void letsAFlagThatNobodyConfiguredHaveOtherVariantsAndOneThatIsForced() throws Exception {
        String other = "{'type':'string','variants':{'a':'x','b':'y'},'defaultVariant':'a'}";
        put(200, "/default/flags/renamed", "{" + ON_OFF + "}");
        assertThat(put(200, "/default/flags/renamed", other)).contains("\"variantOrder\":[\"a\",\"b\"]");

        put(200, DEVELOPMENT + "renamed", "{'enabled':true,'rollout':{'b':10}}");
        assertThat(put(409, "/default/flags/renamed", "{" + ON_OFF + "}")).contains("\"field\":\"type\"");
        assertThat(put(400, "/default/flags/renamed", other.replace("'b'", "'c'")))
                .contains("must keep what environment development uses");
        assertThat(put(200, "/default/flags/renamed?force=true", "{" + ON_OFF + "}"))
                .contains("\"development\":\"enabled: everybody gets on\"");
    }

    @Test
    void turnsAFlagOnThatBecameABooleanOneBeforeItWasEnabled() throws Exception {
        put(200, "/default/flags/became", "{'type':'string','variants':{'off':'x','on':'y'},'defaultVariant':'off'}");
        put(200, "/default/flags/became", "{" + OFF_ON + "}");
        assertThat(enable("became")).contains("\"summary\":\"enabled: everybody gets on\"");

        put(200, "/default/flags/mended", "{" + OFF_ON.replace("true", "false") + "}");
        put(200, "/default/flags/mended", "{" + OFF_ON + "}");
        assertThat(enable("mended")).contains("\"summary\":\"enabled: everybody gets on\"");

        put(200, "/default/flags/text", "{" + OFF_ON + "}");
        put(200, "/default/flags/text", "{'type':'string','variants':{'off':'x','on':'y'},'defaultVariant':'off'}");
        assertThat(enable("text")).contains("\"rollout\":{}", "everybody gets off, the default variant");
    }

    @Test
    void takesASemicolonInAnAddressAsItWasWritten() throws Exception {
        String segment = "{'groups':[[{'attribute':'a','operator':'equals','values':[1]}]]}";
        put(200, "/default/flags/plain", "{" + OFF_ON + "}");
        put(200, "/default/segments/plain", segment);
        String flag = get(DEVELOPMENT + "plain");

        for (String written : new String[] {";v=1", "%3Bv=1", ";"}) {
            assertThat(put(400, "/default/flags/plain" + written, "{" + ON_OFF + "}"))
                    .contains("\"field\":\"key\"");
            assertThat(put(400, "/default/segments/plain" + written, segment)).contains("\"field\":\"key\"");
            put(404, DEVELOPMENT + "plain" + written, "{'enabled':true}");
            assertThat(enable("plain" + written)).contains("There is no flag plain;");
            assertThat(get(DEVELOPMENT + "plain" + written)).contains("There is no flag plain;");
            assertThat(get("/default/segments/plain" + written)).contains("There is no segment plain;");
            assertThat(get("/default" + written + "/segments/plain")).contains("There is no project default;");
        }
        assertThat(get(DEVELOPMENT + "plain")).isEqualTo(flag);
    }

    @Test
    void storesNothingIfOnlyTheOrderOfMembersDiffers() throws Exception {
        String flag = "{'type':'object','variants':{'one':{'a':1,'b':{'x':1,'y':2}},'two':[]},'defaultVariant':'one'}";
        put(200, "/default/flags/ordered", flag);
        put(
                200,
                "/default/flags/ordered",
                flag.replace("'x':1,'y':2", "'y':2,'x':1").replace("'a':1,", "").replace("}},'two", "},'a':1},'two"));

        assertThat(get(DEVELOPMENT + "ordered")).contains("\"version\":1,");
    }

    private static long on(String flag) {
        return IntStream.range(0, 500)
                .filter(i -> {
                    try {
                        return server.evaluate("/" + flag, "{\"context\":{\"targetingKey\":\"user-" + i + "\"}}")
                                .body()
                                .contains("\"value\":true");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .count();
    }

    private static String enable(String flag) throws Exception {
        return server.admin("PATCH", DEVELOPMENT + flag, "{\"enabled\":true}").body();
    }

    private static String get(String path) throws Exception {
        return server.admin("GET", path, "").body();
    }

    private static String put(int status, String path, String body) throws Exception {
        HttpResponse<String> answer = server.admin("PUT", path, body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
