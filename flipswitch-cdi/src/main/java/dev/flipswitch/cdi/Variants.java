package dev.flipswitch.cdi;

import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The implementations among which flags choose, as they are found at deployment. For one thread. */
final class Variants {

    private record Variant(FlagVariant name, Set<Type> types) {}

    private final List<Variant> variants = new ArrayList<>();

    void add(Bean<?> bean) {
        bean.getQualifiers().stream()
                .filter(FlagVariant.class::isInstance)
                .map(FlagVariant.class::cast)
                .forEach(name -> variants.add(new Variant(name, bean.getTypes())));
    }

    /** The interface that an injection point wants an implementation of. */
    static Optional<Class<?>> wantedInterface(Wanted wanted) {
        return wanted.form() == Wanted.Form.PLAIN
                        && wanted.valueType().isEmpty()
                        && wanted.value() instanceof Class<?> type
                        && type.isInterface()
                        && !Wanted.isForm(type)
                ? Optional.of(type)
                : Optional.empty();
    }

    /** Whether the injection point wants an implementation that a flag chooses; tells of what can't work about it. */
    boolean check(FlagPoint point, Consumer<String> problems) {
        Flag flag = point.flag();
        Set<String> values = new TreeSet<>();
        wantedInterface(point.wanted()).ifPresent(type -> variants.stream()
                .filter(variant -> variant.name.flag().equals(flag.value())
                        && variant.types().contains(type))
                .forEach(variant -> values.add(variant.name.value())));
        if (!values.isEmpty() && !values.contains(flag.defaultValue())) {
            problems.accept(Messages.noVariant(flag.value(), flag.defaultValue(), values, point.place()));
        }
        return !values.isEmpty();
    }
}
