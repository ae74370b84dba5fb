package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The management calls, static files and their headers, against the WAR. */
class AdminIT {

    private static final String DEVELOPMENT = "/default/environments/development/flags";
    private static final String DARK_MODE = "{\"type\":\"boolean\",\"description\":\"Dark\",\"variants\":"
            + "{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}";

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
    void define() throws Exception {
        assertThat(server.admin("PUT", "/default/flags/dark-mode", DARK_MODE).statusCode())
                .isEqualTo(200);
        assertThat(server.admin("PUT", DEVELOPMENT + "/dark-mode", "{\"enabled\":false,\"rollout\":{\"on\":12.5}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listsProjects() throws Exception {
        assertThat(server.admin("GET", "", "").body())
                .isEqualTo("{\"projects\":[{\"key\":\"default\",\"name\":\"Default\",\"environments\":["
                        + "{\"key\":\"development\",\"name\":\"Development\"},"
                        + "{\"key\":\"production\",\"name\":\"Production\"}]}]}");
    }

    @Test
    void showsAFlag() throws Exception {
        String flag = server.admin("GET", DEVELOPMENT + "/dark-mode", "").body();

        assertThat(flag)
                .matches(
                        "\\{\"key\":\"dark-mode\",\"type\":\"boolean\",\"description\":\"Dark\",\"tags\":\\[],\"variants\":"
                                + "\\{\"on\":true,\"off\":false},\"variantOrder\":\\[\"on\",\"off\"],\"defaultVariant\":\"off\",\"enabled\":false,"
                                + "\"rules\":\\[],\"rollout\":\\{\"on\":12.5},\"version\":\\d+,\"updatedAt\":\"[0-9TZ:.-]+\","
                                + "\"serves\":\\{\"summary\":\"disabled: everybody gets the default variant, off\","
                                + "\"whileEnabled\":\\[\\{\"to\":\"everybody\",\"shares\":\\["
                                + "\\{\"variant\":\"on\",\"percentage\":12.5},"
                                + "\\{\"variant\":\"off\",\"percentage\":87.5}],\"because\":\"by the rollout\"}]}}");
        assertThat(server.admin("GET", DEVELOPMENT, "").body()).isEqualTo("{\"flags\":[" + flag + "]}");
    }

    @Test
    void togglesAFlag() throws Exception {
        HttpResponse<String> on = server.admin("PATCH", DEVELOPMENT + "/dark-mode", "{\"enabled\":true}");

        assertThat(on.statusCode()).isEqualTo(200);
        assertThat(on.body()).contains("\"enabled\":true", "\"rollout\":{\"on\":12.5}");
        assertThat(server.admin("PATCH", DEVELOPMENT + "/dark-mode", "{\"enabled\":true}")
                        .body())
                .isEqualTo(on.body());
        assertThat(server.evaluate("/dark-mode", "{\"context\":{\"targetingKey\":\"u\"}}")
                        .body())
                .contains("\"reason\":\"SPLIT\"");
    }

    @Test
    void configuresAFlag() throws Exception {
        assertThat(server.admin("PUT", DEVELOPMENT + "/dark-mode", "{\"enabled\":true,\"rollout\":{\"on\":100.000}}")
                        .body())
                .contains("\"enabled\":true", "\"rollout\":{\"on\":100}");
        assertThat(server.evaluate("/dark-mode", "{}").body()).contains("\"value\":true");

        assertThat(server.admin("PUT", DEVELOPMENT + "/dark-mode", "{\"enabled\":true}")
                        .body())
                .contains("\"rollout\":{}");
        assertThat(server.evaluate("/dark-mode", "{}").body()).contains("\"value\":false,\"reason\":\"STATIC\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nope/environments/development/flags,There is no project nope.",
        "GET,/default/environments/nope/flags,There is no environment nope in project default.",
        "GET,/default/environments/nope/events,There is no environment nope in project default.",
        "GET,/default/environments/development/flags/nope,"
                + "There is no flag nope in environment development of project default.",
        "PATCH,/default/environments/development/flags/nope,"
                + "There is no flag nope in environment development of project default.",
        "PUT,/default/environments/development/flags/nope,"
                + "There is no flag nope in environment development of project default.",
        "GET,/nope/flags/dark-mode,There is no project nope.",
        "GET,/default/flags/nope,There is no flag nope in project default.",
        "GET,/default/segments/nope,There is no segment nope in project default.",
        "GET,/nope/segments,There is no project nope.",
        "GET,/default/nothing,There is nothing at this address."
    })
    void answers404NamingWhatThereIsNot(String method, String path, String message) throws Exception {
        HttpResponse<String> answer = server.admin(method, path, "{\"enabled\":true}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"" + message + "\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                 | enabled must be true or false.       | enabled",
                "{\"enabled\":\"true\"}             | enabled must be true or false.       | enabled",
                "{\"enabled\":true,\"on\":1}        | on is unknown here; known are [enabled]. | on",
            })
    void answers400NamingTheFieldOfAToggle(String body, String message, String field) throws Exception {
        HttpResponse<String> answer = server.admin("PATCH", DEVELOPMENT + "/dark-mode", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"" + message + "\",\"field\":\"" + field + "\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"enabled\":true,\"rollout\":[]}                  | rollout",
                "{\"enabled\":true,\"rollout\":{\"on\":\"1\"}}      | rollout.on",
                "{\"enabled\":true,\"rollout\":{\"on\":101}}        | rollout.on",
                "{\"enabled\":true,\"rollout\":{\"on\":0.0001}}     | rollout.on",
                "{\"enabled\":true,\"rollout\":{\"nope\":1}}        | rollout.nope",
                "{\"enabled\":true,\"rollout\":{\"on\":60,\"off\":41}} | rollout",
                "{\"rollout\":{}}                                   | enabled",
            })
    void answers400NamingTheFieldOfAConfiguration(String body, String field) throws Exception {
        HttpResponse<String> answer = server.admin("PUT", DEVELOPMENT + "/dark-mode", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {}                                                                             | type",
                "a | {\"type\":\"bool\"}                                                            | type",
                "a | {\"type\":\"boolean\"}                                                         | variants",
                "a | {\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":null}}                 | variants.off",
                "a | {\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":0},\"defaultVariant\":\"on\"} | variants.off",
                "a | {\"type\":\"boolean\",\"variants\":{\"on\":true},\"defaultVariant\":\"on\"}    | variants",
                "a | {\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false}}                | defaultVariant",
                "a | {\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"x\"} | defaultVariant",
                "a%20b | {\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"on\"} | key",
                "a | {\"type\":\"string\",\"variants\":{\"x\":\"\",\"y\":\"\"},\"defaultVariant\":\"x\",\"description\":1} | description",
                "a | {\"type\":\"string\",\"variants\":{\"x\":\"\",\"y\":\"\"},\"defaultVariant\":\"x\",\"rollout\":{\"z\":1}} | rollout.z",
                "a | {\"key\":\"b\"}                                                                | key",
            })
    void answers400NamingTheFieldOfADefinition(String key, String body, String field) throws Exception {
        HttpResponse<String> answer = server.admin("PUT", "/default/flags/" + key, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "true"})
    void answers400ForABodyThatIsNoJsonObject(String body) throws Exception {
        HttpResponse<String> answer = server.admin("PATCH", DEVELOPMENT + "/dark-mode", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"The body ");
    }

    @Test
    void answers413ForABodyThatIsTooLong() throws Exception {
        HttpResponse<String> answer = server.admin("PATCH", DEVELOPMENT + "/dark-mode", " ".repeat(1024 * 1024) + "{}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"");
    }

    @Test
    void answers401WithoutTheAdminToken() throws Exception {
        for (String path : new String[] {"", DEVELOPMENT, "/default/environments/development/events"}) {
            HttpResponse<String> missing = server.send("GET", "api/admin/projects" + path, "");
            assertThat(missing.statusCode()).isEqualTo(401);
            assertThat(missing.body()).startsWith("{\"error\":{\"message\":").contains("Authorization: Bearer");

            HttpResponse<String> wrong = server.send(
                    "GET", "api/admin/projects" + path, "", "Authorization", "Bearer " + WarServer.DEVELOPMENT);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).doesNotContain(WarServer.DEVELOPMENT);
        }
    }

    @Test
    void putsSafeHeadersOnEverythingAndNamesNoVersions() throws Exception {
        for (String path : new String[] {"", "nothing", "api/admin/projects"}) {
            HttpResponse<String> answer = server.send("GET", path, "");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.body()).doesNotContain("Jetty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WEB-INF/beans.xml",
                "WEB-INF%2Fbeans.xml",
                "%57EB-INF/beans.xml",
                "META-INF/MANIFEST.MF",
                "/META-INF/MANIFEST.MF",
                "dev/flipswitch/server/launcher/Main.class",
                "/dev/flipswitch/server/launcher/Main.class",
                "%64ev/flipswitch/server/launcher/Main.class",
                "dev%2Fflipswitch/server/launcher/Main.class",
                "dev/",
                "api/application.wadl",
                "ofrep/application.wadl"
            })
    void showsNothingOfItsInside(String path) throws Exception {
        assertThat(server.send("GET", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void leadsFromTheDashboardsFolderToTheDashboard() throws Exception {
        HttpResponse<String> answer = server.send("GET", "dashboard/", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("url=../");
    }
}
