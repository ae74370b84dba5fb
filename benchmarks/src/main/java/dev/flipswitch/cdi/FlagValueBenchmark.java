package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.weld.environment.se.Weld;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What an injected flag costs beside the same evaluation through OpenFeature's client, on Weld, with offline flags. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FlagValueBenchmark {

    /** A bean as an application has it. */
    @Dependent
    static class Page {
        @Inject
        @Flag("dark-mode")
        FlagValue<Boolean> value;

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> supplier;

        @Inject
        Client client;
    }

    /** One flag, without a server. */
    @ApplicationScoped
    static class Flags {
        @Produces
        @Dependent
        FlipswitchOptions options() {
            return new FlipswitchOptions(Map.of("flipswitch.flags.dark-mode", "true"), Map.of());
        }
    }

    private @Nullable SeContainer container;
    private Page page = new Page();

    /** For JMH. */
    public FlagValueBenchmark() {}

    /** Starts the container. */
    @Setup
    public void start() {
        SeContainer started = new Weld()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension())
                .addBeanClasses(Page.class, Flags.class)
                .initialize();
        container = started;
        page = started.select(Page.class).get();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        if (container != null) {
            container.close();
        }
    }

    /** Through OpenFeature's client. */
    @Benchmark
    public boolean client() {
        return page.client.getBooleanValue("dark-mode", false);
    }

    /** Through an injected handle. */
    @Benchmark
    public boolean flagValue() {
        return page.value.get();
    }

    /** Through an injected supplier. */
    @Benchmark
    public boolean supplier() {
        return page.supplier.get();
    }
}
