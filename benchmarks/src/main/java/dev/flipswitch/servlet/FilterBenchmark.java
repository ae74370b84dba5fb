package dev.flipswitch.servlet;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the filter adds to a request, and what reading flags costs beside asking OpenFeature's client for them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FilterBenchmark {
    private static final int FLAGS = 20;
    private static final Principal USER = () -> "anna";

    private final FlipswitchFilter filter = new FlipswitchFilter();
    private final FilterChain plain = (request, response) -> {};
    private final FilterChain reading = (request, response) -> readAll(RequestFlags.of(request));
    private final FilterChain evaluating = (request, response) -> evaluateAll();
    private final HttpServletRequest bare = proxy(HttpServletRequest.class, (proxy, method, arguments) -> null);
    private final HttpServletResponse response = proxy(HttpServletResponse.class, (proxy, method, arguments) -> null);
    private final String[] keys =
            IntStream.range(0, FLAGS).mapToObj(number -> "flag-" + number).toArray(String[]::new);
    private final Client client = OpenFeatureAPI.getInstance().getClient(FlipswitchProvider.DEFAULT_DOMAIN);

    /** For JMH. */
    public FilterBenchmark() {}

    /** Registers a provider that has the flags in memory, and starts the filter. */
    @Setup
    public void start() throws ServletException {
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.offline(
                                IntStream.range(0, FLAGS).boxed().collect(Collectors.toMap(i -> keys[i], i -> true))));
        Map<String, Object> attributes = new HashMap<>();
        ServletContext context = proxy(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getInitParameterNames" -> Collections.emptyEnumeration();
            case "getAttribute" -> attributes.get(String.valueOf(arguments[0]));
            case "setAttribute" -> attributes.put(String.valueOf(arguments[0]), arguments[1]);
            default -> null;
        });
        filter.init(proxy(
                FilterConfig.class,
                (proxy, method, arguments) -> method.getName().equals("getServletContext") ? context : null));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A request with attributes in a map, as containers have them. */
    private static final class BareRequest extends HttpServletRequestWrapper {
        private final Map<String, @Nullable Object> attributes = new HashMap<>();

        BareRequest(HttpServletRequest request) {
            super(request);
            attributes.put("container", "something"); // a container's request is never without attributes
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }

        @Override
        public boolean isAsyncStarted() {
            return false;
        }

        @Override
        public Principal getUserPrincipal() {
            return USER;
        }
    }

    private boolean readAll(RequestFlags flags) {
        boolean all = true;
        for (String key : keys) {
            all &= flags.getBoolean(key, false);
        }
        return all;
    }

    /** A request without the filter. */
    @Benchmark
    public ServletRequest noFilter() throws IOException, ServletException {
        HttpServletRequest request = new BareRequest(bare);
        plain.doFilter(request, response);
        return request;
    }

    /** A request that reads no flag. */
    @Benchmark
    public ServletRequest filter() throws IOException, ServletException {
        HttpServletRequest request = new BareRequest(bare);
        filter.doFilter(request, response, plain);
        return request;
    }

    /** A request that reads 20 flags. */
    @Benchmark
    public ServletRequest filterAndTwentyFlags() throws IOException, ServletException {
        HttpServletRequest request = new BareRequest(bare);
        filter.doFilter(request, response, reading);
        return request;
    }

    /** A request that evaluates 20 flags through OpenFeature's client. */
    @Benchmark
    public ServletRequest filterAndTwentyEvaluations() throws IOException, ServletException {
        HttpServletRequest request = new BareRequest(bare);
        filter.doFilter(request, response, evaluating);
        return request;
    }

    /** The same where a hook sees each evaluation. */
    @Benchmark
    public ServletRequest filterAndTwentyEvaluationsWithAHook(Hooked hooked) throws IOException, ServletException {
        return filterAndTwentyEvaluations();
    }

    /** A request that reads 20 flags where a hook sees each evaluation. */
    @Benchmark
    public ServletRequest filterAndTwentyFlagsWithAHook(Hooked hooked) throws IOException, ServletException {
        return filterAndTwentyFlags();
    }

    /** Twenty evaluations for the user through OpenFeature's client, as without this module. */
    @Benchmark
    public boolean twentyEvaluationsForTheUser() {
        EvaluationContext user = new ImmutableContext(USER.getName());
        boolean all = true;
        for (String key : keys) {
            all &= client.getObjectDetails(key, ValueConversion.NONE, user)
                    .getValue()
                    .asBoolean();
        }
        return all;
    }

    /** The same where a hook sees each evaluation. */
    @Benchmark
    public boolean twentyEvaluationsForTheUserWithAHook(Hooked hooked) {
        return twentyEvaluationsForTheUser();
    }

    /** Twenty evaluations through OpenFeature's client without a request, and so without its context. */
    @Benchmark
    public boolean twentyEvaluations() {
        return evaluateAll();
    }

    private boolean evaluateAll() {
        boolean all = true;
        for (String key : keys) {
            all &= client.getObjectDetails(key, ValueConversion.NONE).getValue().asBoolean();
        }
        return all;
    }

    /** OpenFeature with a hook that does nothing. */
    @State(Scope.Thread)
    public static class Hooked {
        /** For JMH. */
        public Hooked() {}

        /** Registers the hook. */
        @Setup
        public void add() {
            OpenFeatureAPI.getInstance().addHooks(new Hook<Object>() {});
        }

        /** Removes it. */
        @TearDown
        public void remove() {
            OpenFeatureAPI.getInstance().clearHooks();
        }
    }
}
