package dev.flipswitch.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/base/x, http://localhost:8080/base/x",
        "https://user:secret@flags.example.com/?token=secret#secret, https://flags.example.com/",
        "https://[::1]:8443?secret, https://[::1]:8443"
    })
    void saysWhereAUrlIsAndNothingElse(String url, String shown) {
        assertThat(ShownUrl.of(URI.create(url))).isEqualTo(shown);
    }

    @Test
    void showsOfSomebodyElsesUrlTheOriginAlone() {
        assertThat(ShownUrl.origin(URI.create("https://a@push.example.com:1/secret?secret")))
                .isEqualTo("https://push.example.com:1");
    }

    @ParameterizedTest
    @CsvSource({
        "flags.example.com/base, flags.example.com/base",
        "localhost:8080, localhost:8080",
        "localhost, localhost",
        "ftp://flags.example.com, ftp://flags.example.com",
        "'http://flags example.com', 'http://flags example.com'",
        "https://flags.example.com?token=secret, https://flags.example.com?***",
        "https://flags.example.com/a#secret, https://flags.example.com/a#***",
        "https://user:secret@flags.example.com?x=secret, https://***@flags.example.com?***",
        "https://user:secret/secret@flags.example.com, https://***@flags.example.com",
        "https://user:secret?secret@flags.example.com, https://***",
        "https://flags.example.com?mail=a@secret, https://***",
        "user:secret@flags.example.com, ***@flags.example.com",
        "secret_key_of_the_shop, ***",
        "'', ''"
    })
    void masksWhatMayBeASecret(String text, String shown) {
        assertThat(ShownUrl.masked(text)).isEqualTo(shown);
    }
}
