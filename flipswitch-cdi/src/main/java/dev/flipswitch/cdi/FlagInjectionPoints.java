package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.spi.AnnotatedCallable;
import jakarta.enterprise.inject.spi.AnnotatedField;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The injection points of flags that a container finds at deployment. For one thread. */
final class FlagInjectionPoints {
    private static final System.Logger LOG = System.getLogger(FlagInjectionPoints.class.getName());

    private final Set<Type> plainTypes = new HashSet<>(Set.of(Object.class));
    private final List<FlagInjectionPoint> points = new ArrayList<>();

    /** Those whose client or provider is injected. */
    private final Set<String> domains = new HashSet<>();

    FlagInjectionPoints() {
        plainTypes.addAll(List.of(
                Boolean.class, Integer.class, Long.class, Double.class, String.class, Value.class, Structure.class));
    }

    /**
     * Notes what a class wants before the container makes beans: its types become those of the producer. A field whose type
     * nobody says is left out, since containers stop at it; of abstract classes nothing is known yet.
     */
    void scan(ProcessAnnotatedType<?> event, Consumer<String> problems) {
        AnnotatedType<?> type = event.getAnnotatedType();
        TypeVariables variables = new TypeVariables(type.getJavaClass());
        for (AnnotatedField<?> field : type.getFields()) {
            Flag flag = field.getAnnotation(Flag.class);
            if (flag != null && variables.isOpen(field.getBaseType())) {
                leaveOut(event, field, flag, problems);
            } else if (flag != null) {
                addPlain(field.getBaseType(), variables);
            }
        }
        Stream.concat(type.getConstructors().stream(), type.getMethods().stream())
                .map(AnnotatedCallable.class::cast)
                .forEach(callable -> scan(callable, variables));
    }

    private static void leaveOut(
            ProcessAnnotatedType<?> event, AnnotatedField<?> field, Flag flag, Consumer<String> problems) {
        Class<?> type = event.getAnnotatedType().getJavaClass();
        if (!Modifier.isAbstract(type.getModifiers())) {
            String place = type.getTypeName() + "." + field.getJavaMember().getName();
            problems.accept(
                    Messages.unsupportedType(flag.value(), field.getBaseType().getTypeName(), place));
            event.configureAnnotatedType()
                    .filterFields(each -> each.getJavaMember().equals(field.getJavaMember()))
                    .forEach(each -> each.remove(annotation -> annotation instanceof Inject));
        }
    }

    private void scan(AnnotatedCallable<?> callable, TypeVariables variables) {
        for (AnnotatedParameter<?> parameter : callable.getParameters()) {
            if (parameter.isAnnotationPresent(Flag.class) && !parameter.isAnnotationPresent(Disposes.class)) {
                addPlain(parameter.getBaseType(), variables);
            }
        }
    }

    private void addPlain(Type declared, TypeVariables variables) {
        InjectedForm declaredly = InjectedForm.of(declared);
        InjectedForm wanted =
                new InjectedForm(declaredly.form(), variables.resolve(declaredly.value()), declaredly.live());
        if (wanted.form() == InjectedForm.Form.PLAIN
                && wanted.isPossible()
                && wanted.value() instanceof Class<?> type) {
            plainTypes.add(ValueType.boxed(type));
        }
    }

    /** The types that {@link FlagProducers#plain} makes. */
    Set<Type> plainTypes() {
        return plainTypes;
    }

    void add(InjectionPoint point) {
        FlagInjectionPoint.flagOf(point).ifPresent(flag -> points.add(new FlagInjectionPoint(point, flag)));
        Type wanted = InjectedForm.of(point).value();
        if (wanted == Client.class || wanted == FlipswitchProvider.class) {
            domainOf(point.getQualifiers()).ifPresent(domains::add);
        }
    }

    /** The domain that a bean or an injection point is for. */
    static Optional<String> domainOf(Set<Annotation> qualifiers) {
        return qualifiers.stream()
                .filter(FlagDomain.class::isInstance)
                .map(qualifier -> ((FlagDomain) qualifier).value())
                .findFirst();
    }

    /** The keys of a domain's flags; of the application's own, if the name is empty. */
    Set<String> keys(String domain) {
        return points.stream()
                .map(FlagInjectionPoint::flag)
                .filter(flag -> flag.domain().equals(domain))
                .map(Flag::value)
                .collect(Collectors.toSet());
    }

    /** Where a flag is asked for in a certain way. */
    Set<Unanswered.Place> places(FlagId id) {
        return points.stream()
                .filter(point -> point.id().filter(id::equals).isPresent())
                .map(point -> new Unanswered.Place(
                        id.key(), point.place(), point.wanted().form() == InjectedForm.Form.OPTIONAL))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The domains of flags, clients and providers, but the application's own. */
    Set<String> domains() {
        return Stream.concat(
                        domains.stream(),
                        points.stream().map(point -> point.flag().domain()).filter(domain -> !domain.isEmpty()))
                .collect(Collectors.toSet());
    }

    /**
     * Reports everything that cannot work.
     *
     * @param makers the beans that make providers
     */
    void check(
            Variants variants,
            BeanManager beans,
            FlagTypeConflicts kinds,
            Set<Class<?>> makers,
            Consumer<String> problems) {
        variants.check(problems);
        for (FlagInjectionPoint point : points) {
            checkKey(point, problems);
            if (makers.contains(point.holder()) && point.isReadForTheHolder()) {
                problems.accept(Messages.circular(point.flag().value(), point.place()));
            }
            if (!point.otherQualifiers().isEmpty()) {
                problems.accept(Messages.otherQualifiers(point.flag().value(), point.place(), point.otherQualifiers()));
            }
            if (variants.check(point, beans, problems)) {
                kinds.add(point.flag().domain(), point.flag().value(), ValueType.STRING, point.place());
            } else {
                checkValue(point, kinds, problems);
            }
        }
    }

    private static void checkValue(FlagInjectionPoint point, FlagTypeConflicts kinds, Consumer<String> problems) {
        Flag flag = point.flag();
        point.wanted()
                .valueType()
                .ifPresentOrElse(
                        type -> {
                            checkDefault(point, type, problems);
                            kinds.add(flag.domain(), flag.value(), type, point.place());
                        },
                        () -> problems.accept(point.unsupported()));
    }

    private static void checkKey(FlagInjectionPoint point, Consumer<String> problems) {
        checkKey(point.flag().value(), point.place(), problems);
    }

    static void checkKey(String key, String place, Consumer<String> problems) {
        if (!FlagInjectionPoint.isKey(key)) {
            problems.accept(Messages.badKey(key, place));
        }
    }

    private static void checkDefault(FlagInjectionPoint point, ValueType type, Consumer<String> problems) {
        Flag flag = point.flag();
        try {
            FlagSpec<?> spec = FlagSpec.of(FlagId.of(flag, type));
            if (!spec.hasDefault() && point.wanted().form() != InjectedForm.Form.OPTIONAL) {
                problems.accept(Messages.noDefault(flag.value(), type.toString(), point.place()));
            }
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            problems.accept(
                    Messages.badDefault(flag.value(), flag.defaultValue(), type.toString(), point.place(), reason));
        }
    }

    /** Warns of values that are read once for a bean that lives long. */
    void warn(LongLivedBeans longLived) {
        for (FlagInjectionPoint point : points) {
            if (point.wanted().isFixed() && point.wanted().valueType().isPresent() && !point.isObserved()) {
                longLived
                        .kind(point)
                        .ifPresent(kind -> LOG.log(
                                Level.WARNING, Messages.readOnce(point.flag().value(), point.place(), kind)));
            }
        }
    }
}
