package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings given as text. */
class FlipswitchOptionsTest {
    private static final Map<String, String> NOTHING = Map.of();

    private static ProviderSettings settings(Map<String, String> properties, Map<String, String> environment) {
        return new FlipswitchOptions(properties, environment).newBuilder().settings();
    }

    /** The settings that one property makes, beside the API key. */
    private static ProviderSettings with(String property, String value) {
        return settings(Map.of("flipswitch.api-key", "key", property, value), NOTHING);
    }

    private static ProviderSettings withVariable(String variable, String value) {
        return settings(Map.of("flipswitch.api-key", "key"), Map.of(variable, value));
    }

    @Test
    void withAnApiKeyAloneEverySettingIsTheBuildersDefault() {
        ProviderSettings given = settings(Map.of(), Map.of("FLIPSWITCH_API_KEY", "key"));

        assertThat(given)
                .usingRecursiveComparison()
                .ignoringFields("apiKey")
                .isEqualTo(FlipswitchProvider.builder("key").settings());
        assertThat(given.headers()).containsEntry("X-API-Key", "key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://flags.example.com/?token=secret",
                "https://user:secret@flags.example.com/#x",
                "https://user:secret/secret@flags.example.com",
                "https://user:secret?secret@flags.example.com",
                "flags.example.com?token=secret",
                "user:secret@flags.example.com",
                "secret_key_of_the_shop"
            })
    void aBaseUrlThatIsRefusedShowsNothingThatMayBeASecret(String url) {
        assertThatThrownBy(() -> FlipswitchProvider.builder("key").baseUrl(url))
                .hasMessageContaining("FLIP-CORE-0006")
                .hasMessageContaining("***")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> with("flipswitch.base-url", url))
                .hasMessageContaining("flipswitch.base-url is '")
                .hasMessageContaining("***")
                .hasMessageNotContaining("secret");
    }

    @Test
    void warnsOnceWhereNoBaseUrlIsSet() {
        Map<String, String> key = Map.of("flipswitch.api-key", "key");
        try (LogRecorder log = new LogRecorder()) {
            new FlipswitchOptions(key, Map.of("FLIPSWITCH_BASE_URL", FlipswitchProviderBuilder.DEFAULT_BASE_URL))
                    .newBuilder()
                    .build()
                    .shutdown();
            FlipswitchProvider.offline(Map.of()).shutdown();
            assertThat(log.linesWith("FLIP-CORE-0084")).isEmpty();
            new FlipswitchOptions(key, NOTHING).newBuilder().build().shutdown();
            assertThat(log.linesWith("FLIP-CORE-0084"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING")
                    .contains(FlipswitchProviderBuilder.DEFAULT_BASE_URL, "flipswitch.base-url");
        }
    }

    @Test
    void everySettingReachesTheProvider() {
        Map<String, String> properties = new HashMap<>();
        properties.put("flipswitch.api-key", "key");
        properties.put("flipswitch.base-url", "https://flags.example.com/base/");
        properties.put("flipswitch.headers", "X-Team=shop");
        properties.put("flipswitch.realtime", "false");
        properties.put("flipswitch.polling-interval", "1m");
        properties.put("flipswitch.polling-fallback", "FALSE");
        properties.put("flipswitch.max-sse-retries", "0");
        properties.put("flipswitch.init-timeout", "250ms");
        properties.put("flipswitch.evaluation-timeout", "PT1.5S");
        properties.put("flipswitch.cache-size", "7");
        properties.put("flipswitch.cache-file", "flags.cache");
        properties.put("flipswitch.telemetry", "False");

        ProviderSettings given = settings(properties, NOTHING);

        assertThat(given)
                .usingRecursiveComparison()
                .ignoringFields("apiKey")
                .isEqualTo(FlipswitchProvider.builder("key")
                        .baseUrl("https://flags.example.com/base")
                        .headers(Map.of("X-Team", "shop"))
                        .enableRealtime(false)
                        .pollingInterval(Duration.ofMinutes(1))
                        .enablePollingFallback(false)
                        .maxSseRetries(0)
                        .initTimeout(Duration.ofMillis(250))
                        .evaluationTimeout(Duration.ofMillis(1500))
                        .cacheSize(7)
                        .cacheFile(Path.of("flags.cache"))
                        .enableTelemetry(false)
                        .settings());
    }

    @Test
    void aPropertyGoesBeforeItsVariableAndThisBeforeOfreps() {
        Map<String, String> environment = new HashMap<>();
        environment.put("FLIPSWITCH_API_KEY", "key");
        environment.put("OFREP_ENDPOINT", "http://ofrep");
        assertThat(settings(NOTHING, environment).baseUrl()).isEqualTo("http://ofrep");

        environment.put("FLIPSWITCH_BASE_URL", "http://variable");
        assertThat(settings(NOTHING, environment).baseUrl()).isEqualTo("http://variable");

        assertThat(settings(Map.of("flipswitch.base-url", "http://property"), environment)
                        .baseUrl())
                .isEqualTo("http://property");
    }

    @Test
    void blankSaysNothing() {
        assertThat(settings(
                                Map.of("flipswitch.base-url", " ", "flipswitch.realtime", ""),
                                Map.of("FLIPSWITCH_API_KEY", "key", "FLIPSWITCH_BASE_URL", "http://variable"))
                        .baseUrl())
                .isEqualTo("http://variable");
    }

    @Test
    void theDomainIsReadWithoutAnyCheckOfTheRest() {
        assertThat(new FlipswitchOptions(NOTHING, NOTHING).domain()).isEqualTo("flipswitch");
        assertThat(new FlipswitchOptions(
                                Map.of("flipswitch.realtime", "nonsense"), Map.of("FLIPSWITCH_DOMAIN", " shop "))
                        .domain())
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "1h, 3600000", "PT30S, 30000", "pt0.5s, 500", "P1D, 86400000"
    })
    void readsADuration(String text, long millis) {
        assertThat(with("flipswitch.polling-interval", text).pollingInterval()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30",
                "0s",
                "-5s",
                "PT-5S",
                "1.5s",
                "30 s",
                "30S",
                "s",
                "soon",
                "PT0.0001S",
                "P400Y",
                "PT24H1S",
                "2628000h",
                "99999999999999999999s",
                "9223372036854775807h",
                "PT9999999999999H"
            })
    void refusesADurationThatIsAmbiguousOrNone(String text) {
        assertThatThrownBy(() -> with("flipswitch.polling-interval", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flipswitch.polling-interval is '" + text + "'")
                .hasMessageContaining("500ms, 30s, 2m or PT30S");
    }

    @ParameterizedTest
    @CsvSource({
        "flipswitch.realtime, yes, true or false",
        "flipswitch.telemetry, 1, true or false",
        "flipswitch.optional, yes, true or false",
        "flipswitch.polling-fallback, on, true or false",
        "flipswitch.cache-size, 0, a whole number from 1",
        "flipswitch.cache-size, many, a whole number from 1",
        "flipswitch.cache-size, 3000000000, a whole number from 1",
        "flipswitch.max-sse-retries, -1, a whole number from 0",
        "flipswitch.base-url, flags.example.com, an absolute http or https URL",
        "flipswitch.base-url, ftp://flags.example.com, an absolute http or https URL",
    })
    void refusesNonsenseWithTheNameTheValueAndWhatWouldBeRight(String property, String value, String right) {
        assertThatThrownBy(() -> with(property, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(property + " is '" + value + "'; it must be " + right);
    }

    @Test
    void showsNothingOfNonsenseThatATerminalMightObey() {
        assertThatThrownBy(() -> with("flipswitch.realtime", "a\nb\u001bc\u009bd\u2028e\u202ef"))
                .hasMessageContaining("flipswitch.realtime is 'a?b?c?d?e?f'");
    }

    @Test
    void namesTheVariableWhereTheNonsenseIsFromThere() {
        assertThatThrownBy(() -> withVariable("FLIPSWITCH_CACHE_SIZE", "big"))
                .hasMessageContaining("FLIPSWITCH_CACHE_SIZE is 'big'")
                .hasMessageNotContaining("flipswitch.cache-size");
        assertThatThrownBy(() -> withVariable("OFREP_ENDPOINT", "no.where"))
                .hasMessageContaining("OFREP_ENDPOINT is 'no.where'");
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> settings(
                        Map.of("flipswitch.realtime", "maybe", "flipswitch.init-timeout", "5"),
                        Map.of("FLIPSWITCH_CACHE_SIZE", "big")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(4)
                        .anyMatch(line -> line.contains("no API key is configured"))
                        .anyMatch(line -> line.contains("flipswitch.realtime is 'maybe'"))
                        .anyMatch(line -> line.contains("flipswitch.init-timeout is '5'"))
                        .anyMatch(line -> line.contains("FLIPSWITCH_CACHE_SIZE is 'big'")));
    }

    @Test
    void aValueCannotForgeALineOfTheMessage() {
        assertThatThrownBy(() -> with("flipswitch.realtime", "no\nFLIP-CORE-0010: connected"))
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }

    @Test
    void anUnusableApiKeyIsNotRepeated() {
        assertThatThrownBy(() -> withVariable("FLIPSWITCH_REALTIME", "x")).hasMessageNotContaining("key'");
        assertThatThrownBy(() -> settings(NOTHING, Map.of("FLIPSWITCH_API_KEY", "secret key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLIPSWITCH_API_KEY")
                .hasMessageContaining("character")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void aPasswordInTheUrlIsNotRepeated() {
        assertThatThrownBy(() -> with("flipswitch.base-url", "ftp://user:secret@flags.example.com"))
                .hasMessageContaining("flags.example.com")
                .hasMessageNotContaining("secret");
    }

    @Test
    void itsTextHoldsNoSecret() {
        assertThat(new FlipswitchOptions(
                        Map.of("flipswitch.api-key", "secret"), Map.of("OFREP_HEADERS", "Authorization=secret")))
                .asString()
                .isEqualTo("FlipswitchOptions[domain=flipswitch]");
    }

    @Test
    void keepsNothingThatIsNotItsOwn() {
        FlipswitchOptions options =
                new FlipswitchOptions(Map.of("user.name", "me", "flipswitch.domain", "d"), Map.of("PATH", "/bin"));
        assertThat(options.properties()).containsOnlyKeys("flipswitch.domain");
        assertThat(options.environment()).isEmpty();
    }

    // OFREP_HEADERS, OFREP_TIMEOUT_MS

    @Test
    void ofrepsHeadersAreDecodedAndSent() {
        ProviderSettings given = withVariable("OFREP_HEADERS", "X-Team=a%2Cb%3D%C3%A4, X-Plus = 1+1==2 ,");
        assertThat(given.headers()).containsEntry("X-Team", "a,b=ä").containsEntry("X-Plus", "1+1==2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization=Bearer%20token", "x-api-key=token"})
    void headersWithACredentialDoWithoutAnApiKey(String headers) {
        ProviderSettings given = settings(NOTHING, Map.of("OFREP_HEADERS", headers));
        assertThat(given.apiKey()).isNull();
        assertThat(given.headers()).containsValue(headers.replaceAll(".*?=", "").replace("%20", " "));
    }

    @Test
    void headersWithoutACredentialNeedAnApiKey() {
        assertThatThrownBy(() -> settings(NOTHING, Map.of("OFREP_HEADERS", "X-Team=shop")))
                .hasMessageContaining("no API key");
    }

    @Test
    void theApiKeyGoesBeforeTheHeadersOne() {
        assertThat(withVariable("OFREP_HEADERS", "x-api-key=other").headers())
                .containsEntry("X-API-Key", "key")
                .doesNotContainKey("x-api-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A=1,secret | pair 2 has no =",
                "A=1,B=secret%2 | pair 2 has a %",
                "=secret | pair 1 is no header",
                "Authorization=secret%0Asecret | pair 1 is no header",
                "Host=secret | pair 1 is no header",
                "A=secret,a=secret | pair 2 has the name of an earlier one",
            })
    void refusesHeadersThatCannotBeSentAndRepeatsNothingOfThem(String headers, String fault) {
        assertThatThrownBy(() -> settings(NOTHING, Map.of("OFREP_HEADERS", headers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OFREP_HEADERS")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("no API key")
                .hasNoCause();
    }

    @Test
    void ofrepsTimeoutIsInMillisecondsAndForBoth() {
        ProviderSettings given = withVariable("OFREP_TIMEOUT_MS", "750");
        assertThat(given.initTimeout()).isEqualTo(Duration.ofMillis(750));
        assertThat(given.evaluationTimeout()).isEqualTo(Duration.ofMillis(750));
    }

    @ParameterizedTest
    @ValueSource(strings = {"750ms", "0", "-1", "７５０", "99999999999999999", "86400001"})
    void refusesOfrepsTimeoutOnceWhereItIsNoNumberOfMilliseconds(String text) {
        assertThatThrownBy(() -> withVariable("OFREP_TIMEOUT_MS", text))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .singleElement()
                        .asString()
                        .contains("OFREP_TIMEOUT_MS is '" + text + "'", "milliseconds"));
    }

    // names that nothing reads

    @ParameterizedTest
    @CsvSource({
        "flipswitch.polling-intervall, flipswitch.polling-interval",
        "flipswitch.apiKey, flipswitch.api-key",
        "flipswitch.offline-file, flipswitch.offline.file",
        "flipswitch.flag.dark-mode, flipswitch.flags",
        "flipswitch.domains.billing.api-kay, flipswitch.domains.billing.api-key",
        "flipswitch.domains.billing.base-ulr, flipswitch.domains.billing.base-url",
        "flipswitch.domains.b.offline-file, flipswitch.domains.b.offline.file",
        "flipswitch.optinal, flipswitch.optional",
        "flipswitch.domains.b.optional, flipswitch.domains.b.api-key", // no domain has that
    })
    void warnsOnceOfAnUnknownPropertyWithTheNearestName(String name, String nearest) {
        try (LogRecorder log = new LogRecorder()) {
            assertThat(with(name, "x")).isNotNull();
            assertThat(log.linesWith(name))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING ")
                    .contains("did you mean " + nearest + "?");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLIPSWITCH_APIKEY, FLIPSWITCH_API_KEY",
        "FLIPSWITCH_URL, FLIPSWITCH_BASE_URL",
        "FLIPSWITCH_FLAGS_DARK_MODE, FLIPSWITCH_FLAGS",
        "FLIPSWITCH_DOMAINS_BILLING_API_KAY, FLIPSWITCH_DOMAINS_BILLING_API_KEY",
        "FLIPSWITCH_DOMAINS_NEW_BILLING_BASE_ULR, FLIPSWITCH_DOMAINS_NEW_BILLING_BASE_URL"
    })
    void warnsOnceOfAnUnknownVariableWithTheNearestName(String name, String nearest) {
        try (LogRecorder log = new LogRecorder()) {
            assertThat(withVariable(name, "x")).isNotNull();
            assertThat(log.linesWith(name)).singleElement().asString().contains("did you mean " + nearest + "?");
        }
    }

    @Test
    void warnsOfNothingThatIsTheServersOrAFlagOrKnown() {
        try (LogRecorder log = new LogRecorder()) {
            assertThat(settings(
                            Map.of(
                                    "flipswitch.server.port",
                                    "1",
                                    "flipswitch.flags.dark-mode",
                                    "true",
                                    "flipswitch.domains.billing.api-key",
                                    "k",
                                    "flipswitch.domains.billing.flags.dark-mode",
                                    "true"),
                            Map.of(
                                    "FLIPSWITCH_SERVER_PORT",
                                    "1",
                                    "OFREP_OTHER",
                                    "1",
                                    "FLIPSWITCH_DOMAIN",
                                    "d",
                                    "FLIPSWITCH_DOMAINS_NEW_BILLING_API_KEY",
                                    "k")))
                    .isNotNull();
            assertThat(log.linesWith("FLIP-CORE-0041")).isEmpty();
        }
    }

    @Test
    void checkingWarnsOfNothing() {
        try (LogRecorder log = new LogRecorder()) {
            new FlipswitchOptions(Map.of("flipswitch.api-key", "key", "flipswitch.foo", "x"), NOTHING).check();
            assertThat(log.linesWith("flipswitch.foo")).isEmpty();
        }
    }

    static final List<Setting<?>> documented = Setting.ALL;

    @ParameterizedTest
    @FieldSource("documented")
    void theDocumentationHasEachSetting(Setting<?> setting) throws IOException {
        String table = Files.readString(Path.of("../docs/configuration.md"));
        assertThat(table).contains("| `" + setting.property() + "` | `" + setting.variable() + "` |");
        if (setting.fallback() != null) {
            assertThat(table).contains("`" + setting.fallback().variable() + "`");
        }
    }
}
