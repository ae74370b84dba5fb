package dev.flipswitch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead. URL standard, section 4.4. */
class LocationTest {
    private static final URI BASE = URI.create("http://flags.example.com:81/a/b?q=1");
    private static final String HERE = "http://flags.example.com:81";

    private static @Nullable URI resolved(String location) {
        String asTheJdkReadsIt = new String(location.getBytes(UTF_8), ISO_8859_1);
        return Location.resolve(BASE, asTheJdkReadsIt);
    }

    /** Failure policy 9. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'',               /a/b?q=1",
                "'#top',           /a/b?q=1",
                "'?x=1',           /a/b?x=1",
                "'?',              /a/b?",
                "c,                /a/c",
                "'c d?e f',        /a/c%20d?e%20f",
                "'  c\t ',         /a/c",
                "'\\c\\d',         /c/d",
                "c\\d,             /a/c/d",
                "'?\\',            /a/b?%5C",
                "../c,             /c",
                "../../../c,       /c",
                "./c,              /a/c",
                "c/..,             /a/",
                "c/.,              /a/c/",
                "/c/%2e%2E/d,      /d",
                "/c//d,            /c//d",
                "'/c#d?e',         /c",
                "grün?größe,       /a/gr%C3%BCn?gr%C3%B6%C3%9Fe",
                "100%,             /a/100%25",
                "'{a}|[b]^\"<`>',  /a/%7Ba%7D%7C%5Bb%5D%5E%22%3C%60%3E",
                "/%41?%zz,         /%41?%25zz",
                "http:c,           /a/c",
                "'http:?x',        /a/b?x",
                "/x:y@z,           /x:y@z",
            })
    void staysAtTheHost(String location, String expected) {
        assertThat(resolved(location)).hasToString(HERE + expected);
    }

    /** Failure policy 9. */
    @ParameterizedTest
    @CsvSource({
        "//other.example.com,             http://other.example.com/",
        "//other.example.com?x,           http://other.example.com/?x",
        "//other.example.com/../c,        http://other.example.com/c",
        "\\\\other.example.com\\c,        http://other.example.com/c",
        "/\\other.example.com/c,          http://other.example.com/c",
        "///other.example.com/c,          http://other.example.com/c",
        "http:/\\/other.example.com/c,    http://other.example.com/c",
        "HTTP://Other.Example.COM/C,      http://other.example.com/C",
        "https:other.example.com/c,       https://other.example.com/c",
        "https:/other.example.com/c,      https://other.example.com/c",
        "http://u:p@other.example.com/c,  http://other.example.com/c",
        "http://other.example.com:/c,     http://other.example.com/c",
        "http://other.example.com:82,     http://other.example.com:82/",
        "http://[::1]:82/c,               http://[::1]:82/c",
        "http://bücher.example/c,         http://xn--bcher-kva.example/c",
    })
    void leadsToAnotherHost(String location, String expected) {
        assertThat(resolved(location)).hasToString(expected);
    }

    /** Failure policy 9. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "javascript:x",
                "//",
                "http://",
                "http://a b/",
                "http://a:x/",
                "http://a:99999999999/"
            })
    void leadsNowhere(String location) {
        assertThat(resolved(location)).isNull();
    }
}
