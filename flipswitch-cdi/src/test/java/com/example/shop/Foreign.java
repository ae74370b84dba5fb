package com.example.shop;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagVariant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.function.Supplier;

/** Beans of a package that is not this module's: nothing in them is public. */
public final class Foreign {
    private Foreign() {}

    /** What a flag chooses is called by. */
    interface Base<T> {
        int cents(T items);
    }

    interface Pricing extends Base<Integer> {
        default String label() {
            return "from " + cents(1);
        }

        void refuse() throws java.io.IOException;
    }

    @FlagVariant(flag = "pricing", value = "v1")
    @ApplicationScoped
    static class OldPricing implements Pricing {
        @Override
        public int cents(Integer items) {
            return 100 * items;
        }

        @Override
        public void refuse() throws java.io.IOException {
            throw new java.io.IOException("refused");
        }
    }

    @FlagVariant(flag = "pricing", value = "v2")
    @Dependent
    static class NewPricing extends OldPricing {
        @Override
        public int cents(Integer items) {
            return 90 * items;
        }
    }

    /** Asks whatever the flag chooses. */
    @ApplicationScoped
    public static class Till {
        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        Pricing pricing;

        /** Called from outside of this package. */
        public String say() {
            return pricing.cents(2) + " " + pricing.label();
        }

        /** What an implementation throws. */
        public void refuse() throws java.io.IOException {
            pricing.refuse();
        }
    }

    enum Theme {
        PLAIN,
        DARK
    }

    /** Extended or not, it is no bean. */
    abstract static class Holder<T> {
        @Inject
        @Flag(value = "theme", defaultValue = "\"PLAIN\"")
        T value;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<T> live;
    }

    /** Never extended. */
    abstract static class Unused<K extends Comparable<K>, V> {
        @Inject
        @Flag("unused")
        K bounded;

        @Inject
        @Flag("unused")
        List<? super V> wild;

        @Inject
        @Flag("unused")
        V[] array;
    }

    /** A base that says what type it is. */
    @Dependent
    public static class Themed extends ThemedBase<Theme> {
        /** Both of it. */
        public String say() {
            return value + " " + live.get();
        }
    }

    abstract static class ThemedBase<E extends Enum<E>> {
        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        E value;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<E> live;
    }

    interface Report {
        @FeatureGate(value = "reports", fallback = "closed")
        default String report() {
            return "report";
        }

        default String closed() {
            return "closed";
        }
    }

    /** Its gate is an interface's default method's. */
    @ApplicationScoped
    public static class Reports implements Report {
        /** Called from outside of this package. */
        public String say() {
            return "reports";
        }
    }

    /** What is told. */
    public record News(String text) {}

    /** Has gates where only the container calls. */
    @ApplicationScoped
    public static class Press {
        private String heard = "nothing";

        @Produces
        @Dependent
        @Named("paper")
        @FeatureGate(value = "reports", fallback = "draft")
        String paper() {
            return "paper";
        }

        String draft() {
            return "draft";
        }

        @Produces
        @Dependent
        @Named("book")
        @FeatureGate("reports")
        String book() {
            return "book";
        }

        @FeatureGate(value = "reports", fallback = "overhear")
        void hear(@Observes News news) {
            heard = news.text();
        }

        void overhear(News news) {
            heard = "no " + news.text();
        }

        /** What it was told. */
        public String heard() {
            return heard;
        }
    }

    /** A report by reflection, as it is not public. */
    public static String report(Object reports) {
        return ((Report) reports).report();
    }

    /** All bean classes of this file. */
    public static List<Class<?>> pricing() {
        return List.of(OldPricing.class, NewPricing.class, Till.class);
    }

    /** Those that hold flags of a type which others say. */
    public static List<Class<?>> generic() {
        return List.of(Holder.class, Unused.class, ThemedBase.class, Themed.class);
    }
}
