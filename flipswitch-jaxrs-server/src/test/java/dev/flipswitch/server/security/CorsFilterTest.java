package dev.flipswitch.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CorsFilterTest {

    @Test
    void allowsOnlyTheProtocolsHeaders() {
        assertThat(CorsFilter.allowedOf("X-Flipswitch-SDK,x-api-key , X-Flipswitch-, x-flipswitch-a\r\nb, cookie,"))
                .isEqualTo("x-flipswitch-sdk, x-api-key");
        assertThat(CorsFilter.allowedOf(null)).isEmpty();
    }

    @Test
    void allowsExactlyTheConfiguredOrigins() {
        AllowedOrigins origins = new AllowedOrigins(Set.of("https://shop.example"));

        assertThat(origins.allows("https://shop.example")).isTrue();
        assertThat(origins.allows("http://shop.example")).isFalse();
        assertThat(origins.allows("https://shop.example:8443")).isFalse();
        assertThat(new AllowedOrigins(Set.of()).allows("https://shop.example")).isFalse();
        assertThat(new AllowedOrigins(Set.of("*")).allows("https://any.example"))
                .isTrue();
    }
}
