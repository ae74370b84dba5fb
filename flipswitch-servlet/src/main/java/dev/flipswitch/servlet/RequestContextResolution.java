package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import dev.flipswitch.settings.Setting;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request. Thread-safe. */
final class RequestContextResolution {
    private static final System.Logger LOG = System.getLogger(RequestContextResolution.class.getName());

    private static final long SILENCE_NANOS = 10_000_000_000L;

    private final ServletContext servletContext;
    private final @Nullable RequestContextResolver named;
    private final List<RequestAttribute> attributes;
    private final @Nullable VisitorCookie cookie;
    private final AtomicLong lastFailure = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

    RequestContextResolution(ServletContext servletContext, Settings settings, Peers peers) {
        this.servletContext = servletContext;
        named = settings.resolver();
        attributes = settings.attributes();
        cookie = settings.cookie().isEmpty()
                ? null
                : new VisitorCookie(settings.cookie(), request -> settings.cookieSecure() || peers.isSecure(request));
    }

    /** An embedded container may have none of the application's own. */
    private static ClassLoader loader(ServletContext servletContext) {
        ClassLoader own = servletContext.getClassLoader();
        return own == null ? Thread.currentThread().getContextClassLoader() : own;
    }

    /**
     * Makes an instance of a resolver's class.
     *
     * @param setting names the class
     * @throws IllegalArgumentException if that can't be
     */
    static RequestContextResolver instance(Setting.Given<String> setting, ServletContext servletContext) {
        try {
            return Class.forName(setting.text(), true, loader(servletContext))
                    .asSubclass(RequestContextResolver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            Throwable reason = e instanceof InvocationTargetException ? e.getCause() : e;
            throw new IllegalArgumentException(
                    Messages.badResolver(
                            setting.name(), setting.text(), String.valueOf(reason), RequestContextResolver.class),
                    e);
        }
    }

    /** Who sends the request; somebody anonymous if the resolver fails. */
    EvaluationContext resolve(HttpServletRequest request, HttpServletResponse response) {
        EvaluationContext answer = ask(request);
        String user = answer.getTargetingKey();
        if (cookie == null || (user != null && !user.isBlank())) {
            return answer;
        }
        return new ImmutableContext(cookie.identify(request, response), answer.asMap());
    }

    private EvaluationContext ask(HttpServletRequest request) {
        try {
            EvaluationContext answer = resolver().resolve(request);
            return new ImmutableContext(answer.asMap()); // the application may go on changing its own
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            complain(e);
            return new ImmutableContext();
        }
    }

    private RequestContextResolver resolver() {
        if (named != null) {
            return named;
        }
        return servletContext.getAttribute(RequestContextResolver.ATTRIBUTE) instanceof RequestContextResolver given
                ? given
                : this::standard;
    }

    private EvaluationContext standard(HttpServletRequest request) {
        Map<String, Value> told = new HashMap<>();
        attributes.forEach(
                attribute -> attribute.in(request).ifPresent(value -> told.put(attribute.name(), new Value(value))));
        Principal user = request.getUserPrincipal();
        return user == null || user.getName() == null || user.getName().isBlank()
                ? new ImmutableContext(told)
                : new ImmutableContext(user.getName(), told);
    }

    /** Logs a failure, unless another one was logged just before. */
    private void complain(Throwable failure) {
        long last = lastFailure.get();
        long now = System.nanoTime();
        if (now - last >= SILENCE_NANOS && lastFailure.compareAndSet(last, now)) {
            LOG.log(Level.ERROR, Messages.resolverFailed(), Messages.printed(failure));
        }
    }
}
