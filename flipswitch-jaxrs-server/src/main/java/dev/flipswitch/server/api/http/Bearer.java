package dev.flipswitch.server.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bearer tokens in requests. Stateless. */
public final class Bearer {

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    public static Optional<String> token(ContainerRequestContext request) {
        return token(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    }

    public static Optional<String> token(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }
}
