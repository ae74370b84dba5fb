package dev.flipswitch.servlet;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The flags of one request, for its user. A flag's first answer holds for the whole request, whatever is toggled
 * meanwhile. As a map it gives a flag's value by its key, for expressions such as {@code ${flags['dark-mode']}}: a
 * {@code Boolean}, {@code String}, number, {@code Map} or {@code List}, or null if the flag cannot be evaluated; it
 * lists the flags that have been read so far. Thread-safe.
 */
public final class RequestFlags extends AbstractMap<String, @Nullable Object> {
    /** The request attribute that holds them. */
    public static final String ATTRIBUTE = "flags";

    private final Client client;
    private final HttpServletRequest request;
    private final Map<String, Optional<Object>> answers = new ConcurrentHashMap<>();

    RequestFlags(Client client, HttpServletRequest request) {
        this.client = client;
        this.request = request;
    }

    /**
     * Finds a request's flags.
     *
     * @param request a request that has passed the {@link FlipswitchFilter}
     * @return its flags
     * @throws IllegalStateException if it has not passed the filter
     */
    public static RequestFlags of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestFlags flags) {
            return flags;
        }
        throw new IllegalStateException("FLIP-SERVLET-0001: the request has no flags; map the filter "
                + FlipswitchFilter.class.getName() + " to its path, or rename the request attribute '" + ATTRIBUTE
                + "' that the application itself sets");
    }

    /**
     * A boolean flag.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no boolean or cannot be evaluated
     * @return the flag's value for this request
     */
    public boolean getBoolean(String key, boolean defaultValue) {
        return get(key) instanceof Boolean value ? value : defaultValue;
    }

    @Override
    public @Nullable Object get(Object key) {
        if (!(key instanceof String flag)) {
            return null;
        }
        Optional<Object> known = answers.get(flag);
        if (known == null) {
            Optional<Object> answer = evaluate(flag);
            Optional<Object> first = answers.putIfAbsent(flag, answer);
            known = first == null ? answer : first;
        }
        return known.orElse(null);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> read = new HashMap<>();
        answers.forEach((flag, answer) -> read.put(flag, answer.orElse(null)));
        return Collections.unmodifiableSet(read.entrySet());
    }

    private Optional<Object> evaluate(String flag) {
        var details = client.getObjectDetails(flag, new Value(), context());
        return details.getErrorCode() == null ? Optional.ofNullable(toObject(details.getValue())) : Optional.empty();
    }

    private EvaluationContext context() {
        Principal user = request.getUserPrincipal();
        return user == null ? new ImmutableContext() : new ImmutableContext(user.getName());
    }

    private static @Nullable Object toObject(@Nullable Value value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isStructure()) {
            return value.asStructure().asObjectMap();
        }
        if (value.isList()) {
            List<Value> elements = value.asList();
            return elements.stream().map(RequestFlags::toObject).toList();
        }
        return value.asObject();
    }
}
