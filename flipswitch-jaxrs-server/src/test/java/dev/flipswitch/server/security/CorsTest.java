package dev.flipswitch.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CorsTest {

    @Test
    void allowsOnlyTheProtocolsHeaders() {
        assertThat(Cors.allowedOf("X-Flipswitch-SDK,x-api-key , X-Flipswitch-, x-flipswitch-a\r\nb, cookie,"))
                .isEqualTo("x-flipswitch-sdk, x-api-key");
        assertThat(Cors.allowedOf(null)).isEmpty();
    }

    @Test
    void allowsExactlyTheConfiguredOrigins() {
        Origins origins = new Origins(Set.of("https://shop.example"));

        assertThat(origins.allows("https://shop.example")).isTrue();
        assertThat(origins.allows("http://shop.example")).isFalse();
        assertThat(origins.allows("https://shop.example:8443")).isFalse();
        assertThat(new Origins(Set.of()).allows("https://shop.example")).isFalse();
        assertThat(new Origins(Set.of("*")).allows("https://any.example")).isTrue();
    }
}
