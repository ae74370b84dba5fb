package dev.flipswitch.server.security;

import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that there is a project and that every secret exists: from the settings, or made up and printed once. A
 * setting that differs from what is stored replaces it. For one thread.
 */
public final class CredentialBootstrap {

    private static final Logger LOGGER = System.getLogger(CredentialBootstrap.class.getName());
    private static final String ADMIN_TOKEN = "admin-token";
    private static final String METRICS_TOKEN = "metrics-token";
    private static final String PROJECT = "default";
    private static final List<String> ENVIRONMENTS = List.of("development", "production");
    private static final Map<String, String> PREFIXES = Map.of("development", "fs_dev_", "production", "fs_prod_");

    private final FlagStore store;
    private final Settings settings;
    private final Consumer<String> console;
    private final Map<String, String> invented = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param store where projects and hashes are
     * @param settings may hold secrets
     * @param console shows the secrets that were made up; no log
     */
    public CredentialBootstrap(FlagStore store, Settings settings, Consumer<String> console) {
        this.store = store;
        this.settings = settings;
        this.console = console;
    }

    /**
     * Creates what is missing.
     *
     * @return who has access now
     * @throws StartupFailure if secrets in the settings can't be used; a line for each
     */
    public CredentialVerifier prepare() {
        if (store.projects().isEmpty()) {
            store.createProject(PROJECT, "Default", ENVIRONMENTS);
        }
        requireUsable();
        Credentials stored = store.credentials();
        Credentials replacements = replacements(stored);
        requireDistinct(stored, replacements, settings.secret(METRICS_TOKEN).map(Secrets::hash));
        if (!invented.isEmpty()) {
            console.accept(announcement());
        }
        store.replace(replacements);
        return new CredentialVerifier(store.credentials());
    }

    private void requireUsable() {
        List<String> faults = Stream.concat(
                        Stream.of(ADMIN_TOKEN, METRICS_TOKEN),
                        store.projects().stream()
                                .flatMap(project -> project.environments().stream())
                                .map(environment -> "api-key." + environment.key()))
                .distinct()
                .flatMap(name -> fault(name).stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new StartupFailure(String.join(System.lineSeparator(), faults));
        }
    }

    private Optional<String> fault(String setting) {
        try {
            settings.secret(setting);
            return Optional.empty();
        } catch (StartupFailure e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private Credentials replacements(Credentials stored) {
        Map<Environment, String> apiKeys = new HashMap<>();
        for (Project project : store.projects()) {
            for (Environment environment : project.environments()) {
                String key = environment.key();
                secret(
                                "api-key." + key,
                                PREFIXES.getOrDefault(key, "fs_"),
                                stored.apiKeys().get(environment))
                        .ifPresent(hash -> apiKeys.put(environment, hash));
            }
        }
        Optional<String> adminToken =
                secret(ADMIN_TOKEN, "fs_admin_", stored.adminToken().orElse(null));
        return new Credentials(adminToken, apiKeys);
    }

    /** The hash to store; empty if the right one is stored already. */
    private Optional<String> secret(String setting, String prefix, @Nullable String storedHash) {
        Optional<String> configured = settings.secret(setting).map(Secrets::hash);
        if (configured.isPresent() && storedHash != null && !Secrets.same(configured.get(), storedHash)) {
            LOGGER.log(Level.INFO, Messages.secretReplaced(Settings.property(setting)));
        }
        if (configured.isPresent() || storedHash != null) {
            return configured.filter(hash -> storedHash == null || !Secrets.same(hash, storedHash));
        }
        String secret = Secrets.random(prefix);
        invented.put(setting, secret);
        return Optional.of(Secrets.hash(secret));
    }

    private static void requireDistinct(Credentials stored, Credentials replacements, Optional<String> metricsToken) {
        Map<Environment, String> apiKeys = new HashMap<>(stored.apiKeys());
        apiKeys.putAll(replacements.apiKeys());
        Map<String, String> names = new HashMap<>();
        apiKeys.forEach((environment, hash) -> requireUnused(names, "api-key." + environment.key(), hash));
        metricsToken.ifPresent(hash -> requireUnused(names, METRICS_TOKEN, hash));
        replacements.adminToken().or(stored::adminToken).ifPresent(hash -> requireUnused(names, ADMIN_TOKEN, hash));
    }

    private static void requireUnused(Map<String, String> names, String name, String hash) {
        String other = names.put(hash, name);
        if (other != null) {
            throw new StartupFailure(Messages.sameSecret(Settings.property(name), Settings.property(other)));
        }
    }

    private String announcement() {
        StringBuilder block = new StringBuilder();
        block.append("\n------------------------------------------------------------------------\n")
                .append("These secrets were made up just now and are shown only this once:\n\n");
        invented.forEach((name, secret) -> block.append(String.format("  %-22s %s%n", name, secret)));
        return block.append("------------------------------------------------------------------------\n")
                .toString();
    }
}
