package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The implementations among which flags choose, as they are found at deployment. For one thread. */
final class Variants {

    private record Variant(FlagVariant name, Bean<?> bean) {}

    private final List<Variant> variants = new ArrayList<>();

    void add(Bean<?> bean) {
        bean.getQualifiers().stream()
                .filter(FlagVariant.class::isInstance)
                .map(FlagVariant.class::cast)
                .forEach(name -> variants.add(new Variant(name, bean)));
    }

    /** Reports variants of no flag. */
    void check(Consumer<String> problems) {
        variants.forEach(variant -> FlagInjectionPoints.checkKey(
                variant.name.flag(), variant.bean.getBeanClass().getTypeName(), problems));
    }

    /** The interface that an injection point wants an implementation of. */
    static Optional<Class<?>> wantedInterface(InjectedForm wanted) {
        return wanted.form() == InjectedForm.Form.PLAIN
                        && wanted.valueType().isEmpty()
                        && wanted.value() instanceof Class<?> type
                        && type.isInterface()
                        && type != List.class
                        && !InjectedForm.isForm(type)
                ? Optional.of(type)
                : Optional.empty();
    }

    /** Whether the injection point wants an implementation that a flag chooses; reports what can't work about it. */
    boolean check(FlagInjectionPoint point, BeanManager beans, Consumer<String> problems) {
        Optional<Class<?>> type = wantedInterface(point.wanted());
        Set<String> values = type.map(known -> values(point.flag(), known)).orElseGet(TreeSet::new);
        if (values.isEmpty()) {
            return false;
        }
        Flag flag = point.flag();
        if (!values.contains(flag.defaultValue())) {
            problems.accept(Messages.noVariant(flag.value(), flag.defaultValue(), values, point.place()));
        }
        values.forEach(value -> checkOne(type.get(), new VariantLiteral(flag.value(), value), beans, problems));
        if (!VariantChooser.canStandFor(type.get())) {
            problems.accept(Messages.closedInterface(flag.value(), type.get(), point.place()));
        }
        return true;
    }

    private Set<String> values(Flag flag, Class<?> type) {
        return variants.stream()
                .filter(variant -> variant.name.flag().equals(flag.value())
                        && variant.bean.getTypes().contains(type))
                .map(variant -> variant.name.value())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void checkOne(Class<?> type, FlagVariant name, BeanManager beans, Consumer<String> problems) {
        Set<Bean<?>> found = beans.getBeans(type, name);
        try {
            var unused = beans.resolve(found);
        } catch (AmbiguousResolutionException e) {
            Set<String> classes = found.stream()
                    .map(bean -> bean.getBeanClass().getTypeName())
                    .collect(Collectors.toCollection(TreeSet::new));
            problems.accept(Messages.sameVariant(name.flag(), name.value(), type, classes));
        }
    }
}
