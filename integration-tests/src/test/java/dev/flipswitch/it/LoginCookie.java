package dev.flipswitch.it;

import dev.flipswitch.servlet.RequestContextResolver;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;

/** Takes the cookie {@code login} for the user's name. Stateless. */
public final class LoginCookie implements RequestContextResolver {

    /** For the filter. */
    public LoginCookie() {}

    @Override
    public EvaluationContext resolve(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return Stream.of(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals("login"))
                .findFirst()
                .<EvaluationContext>map(cookie -> new ImmutableContext(cookie.getValue()))
                .orElseGet(ImmutableContext::new);
    }
}
