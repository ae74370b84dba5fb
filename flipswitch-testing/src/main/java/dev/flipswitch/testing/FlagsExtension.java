package dev.flipswitch.testing;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.Client;
import java.lang.reflect.AnnotatedElement;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test flags of its own and, where it asks for one, a flag server: as parameters of test, {@code @BeforeEach} and
 * {@code @AfterEach} methods. All of it is closed after the test. {@link WithFlag} brings this extension; a test without one has it by {@code @ExtendWith(FlagsExtension.class)}.
 * Thread-safe.
 */
public final class FlagsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FlagsExtension.class);
    private static final Set<Class<?>> OFFERED =
            Set.of(TestFlags.class, Client.class, FlipswitchProvider.class, FakeFlagServer.class);

    /** Called by JUnit. */
    public FlagsExtension() {}

    @Override
    public void beforeEach(ExtensionContext test) {
        var unused = flags(test);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        FakeFlagServer server = store(test).remove(FakeFlagServer.class, FakeFlagServer.class);
        TestFlags flags = store(test).remove(TestFlags.class, TestFlags.class);
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

    private static TestFlags flags(ExtensionContext test) {
        return store(test).getOrComputeIfAbsent(TestFlags.class, key -> annotated(test), TestFlags.class);
    }

    private static ExtensionContext.Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }

    private static TestFlags annotated(ExtensionContext test) {
        TestFlags flags = new TestFlags();
        apply(test, flags);
        return flags;
    }

    /** The outermost first, so that the innermost counts. */
    private static void apply(ExtensionContext context, TestFlags flags) {
        context.getParent().ifPresent(outer -> apply(outer, flags));
        context.getElement().ifPresent(element -> apply(element, flags));
    }

    private static void apply(AnnotatedElement element, TestFlags flags) {
        for (WithFlag flag : element.getAnnotationsByType(WithFlag.class)) {
            flags.setText(flag.key(), flag.value());
        }
    }
}
