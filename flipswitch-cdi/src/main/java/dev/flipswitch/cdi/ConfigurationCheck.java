package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.Json;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Checks the settings at deployment, where no bean takes their place. Stateless. */
final class ConfigurationCheck {
    private static final System.Logger LOG = System.getLogger(ConfigurationCheck.class.getName());

    private static final String NO_KEY = "FLIP-CORE-0021";

    private ConfigurationCheck() {}

    /**
     * Reports settings that cannot be used, and warns of domains that nothing is known of.
     *
     * @param flagDomains the domains that flags are injected from, but the application's own
     * @param producedDomains those that beans are there for
     */
    static void run(
            BeanManager beans, Set<String> flagDomains, Set<String> producedDomains, Consumer<String> problems) {
        Settings settings = Settings.read();
        FlipswitchOptions main = settings.main();
        if (!isGiven(beans) && !(lacksKey(main) && settings.isOptional())) {
            problems(main).ifPresent(problems);
        }
        Set<String> unknown = new TreeSet<>(flagDomains);
        for (String domain : settings.domains(flagDomains)) {
            unknown.remove(domain);
            if (!producedDomains.contains(domain)) {
                problems(settings.of(domain))
                        .map(reason -> Messages.badDomain(domain, settings.named(domain, reason)))
                        .ifPresent(problems);
            }
        }
        unknown.removeAll(producedDomains);
        unknown.remove(main.domain());
        unknown.forEach(domain -> LOG.log(Level.WARNING, Messages.unknownDomain(domain)));
    }

    /** Whether defaults can be read; else says what is missing. */
    static boolean hasJson(Consumer<String> problems) {
        try {
            Json.createReader(new StringReader("{}")).close();
            return true;
        } catch (RuntimeException | ServiceConfigurationError | LinkageError e) { // JsonException may itself be missing
            problems.accept(Messages.noJson(String.valueOf(e)));
            return false;
        }
    }

    private static boolean isGiven(BeanManager beans, Annotation... qualifiers) {
        return !beans.getBeans(FeatureProvider.class, qualifiers).isEmpty()
                || !beans.getBeans(FlipswitchOptions.class, qualifiers).isEmpty();
    }

    /** What is wrong with options, a line for each problem. */
    private static Optional<String> problems(FlipswitchOptions options) {
        try {
            options.check();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether nothing is wrong but that there is no API key, nor anything in its place. */
    static boolean lacksKey(FlipswitchOptions options) {
        return problems(options)
                .filter(lines -> lines.startsWith(NO_KEY) && lines.lines().count() == 1)
                .isPresent();
    }
}
