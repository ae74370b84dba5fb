package dev.flipswitch.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A random identifier for a visitor whom nobody knows, kept in a cookie, so that percentage rollouts stick. It says
 * nothing of the visitor. What a browser sends counts only if it looks like one of ours. Thread-safe.
 */
final class VisitorCookie {
    private static final int BYTES = 16;
    private static final Pattern OURS = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Duration LIFE = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();
    private final String name;
    private final Predicate<HttpServletRequest> secure;

    /**
     * @param secure whether the browser is to send it on TLS only
     */
    VisitorCookie(String name, Predicate<HttpServletRequest> secure) {
        this.name = name;
        this.secure = secure;
    }

    /** The visitor's identifier; a new one is given to the browser if the response's head is not yet sent. */
    String identify(HttpServletRequest request, HttpServletResponse response) {
        return sent(request).orElseGet(() -> issue(request, response));
    }

    private Optional<String> sent(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .filter(value -> value != null && OURS.matcher(value).matches())
                        .findFirst();
    }

    private String issue(HttpServletRequest request, HttpServletResponse response) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (!response.isCommitted()) {
            response.addCookie(cookie(id, request));
            CacheControl.restrict(response, "private"); // no cache may give it to somebody else
        }
        return id;
    }

    private Cookie cookie(String id, HttpServletRequest request) {
        Cookie cookie = new Cookie(name, id);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure.test(request));
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge((int) LIFE.toSeconds());
        cookie.setPath(request.getContextPath() + "/");
        return cookie;
    }
}
