package dev.flipswitch.testing;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.Client;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test flags of its own and, where it asks for one, a flag server: as parameters of test, {@code @BeforeEach} and
 * {@code @AfterEach} methods. All of it is closed after the test. {@link WithFlag} brings this extension; a test without one
 * has it by {@code @ExtendWith(FlagsExtension.class)}. CDI containers find the flags by {@link ContainerFlags}; those of a
 * container that a class starts for all its tests are set anew for each. Thread-safe.
 */
public final class FlagsExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FlagsExtension.class);
    private static final Set<Class<?>> OFFERED =
            Set.of(TestFlags.class, Client.class, FlipswitchProvider.class, FakeFlagServer.class);

    /** A flag's key, as {@code @Flag} of {@code flipswitch-cdi} takes it. */
    private static final Pattern KEY = Pattern.compile("[^\\p{Z}\\p{Cc}\\p{Cf}]+");

    /** Whose flags a container on this thread is for. */
    private static final ThreadLocal<ExtensionContext> CURRENT = new ThreadLocal<>();

    /** Called by JUnit. */
    public FlagsExtension() {}

    /** The flags of the test, or of the test class, that this thread runs; none if it runs none with flags. */
    static Optional<TestFlags> current() {
        return Optional.ofNullable(CURRENT.get()).map(FlagsExtension::flags);
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        CURRENT.set(tests);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        CURRENT.set(test);
        flags(test).setOnly(annotated(test));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close(test);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close(tests);
    }

    private static void close(ExtensionContext context) {
        CURRENT.remove();
        FakeFlagServer server = store(context).remove(FakeFlagServer.class, FakeFlagServer.class);
        TestFlags flags = store(context).remove(TestFlags.class, TestFlags.class);
        if (flags != null) {
            flags.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return OFFERED.contains(parameter.getParameter().getType())
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        if (type == FakeFlagServer.class) {
            return server(test);
        }
        TestFlags flags = flags(test);
        if (type == Client.class) {
            return flags.client();
        }
        return type == FlipswitchProvider.class ? flags.provider() : flags;
    }

    private static FakeFlagServer server(ExtensionContext test) {
        return store(test)
                .getOrComputeIfAbsent(FakeFlagServer.class, key -> new FakeFlagServer(), FakeFlagServer.class);
    }

    /** A test's own, unless its class has some already, for a container. */
    private static TestFlags flags(ExtensionContext test) {
        return store(test)
                .getOrComputeIfAbsent(TestFlags.class, key -> new TestFlags(annotated(test)), TestFlags.class);
    }

    private static ExtensionContext.Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }

    /** The innermost annotation counts. */
    private static Map<String, Map<String, String>> annotated(ExtensionContext context) {
        Map<String, Map<String, String>> flags =
                context.getParent().map(FlagsExtension::annotated).orElseGet(HashMap::new);
        context.getElement().ifPresent(element -> ownAnnotated(element)
                .forEach((domain, values) ->
                        flags.computeIfAbsent(domain, name -> new HashMap<>()).putAll(values)));
        return flags;
    }

    /**
     * What a test or class says itself.
     *
     * @throws ExtensionConfigurationException if a key can't be one, or is there twice
     */
    static Map<String, Map<String, String>> ownAnnotated(AnnotatedElement element) {
        Map<String, Map<String, String>> flags = new HashMap<>();
        for (WithFlag flag : element.getAnnotationsByType(WithFlag.class)) {
            if (!KEY.matcher(flag.key()).matches()) {
                throw new ExtensionConfigurationException("@WithFlag at " + name(element) + " has the key '"
                        + flag.key() + "', which no flag can have; give one without white space");
            }
            @Nullable
            String before = flags.computeIfAbsent(flag.domain(), name -> new HashMap<>())
                    .put(flag.key(), flag.value());
            if (before != null) {
                throw new ExtensionConfigurationException("@WithFlag at " + name(element) + " gives the flag '"
                        + flag.key() + "' twice, '" + before + "' and '" + flag.value() + "'; remove one of them");
            }
        }
        return flags;
    }

    private static String name(AnnotatedElement element) {
        return element instanceof Method method
                ? method.getDeclaringClass().getName() + "." + method.getName() + "()"
                : ((Class<?>) element).getName();
    }
}
