package dev.flipswitch.testing;

import dev.flipswitch.ChangeableFlags;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A test's own flags: a provider in memory, under an OpenFeature domain that no other test has. What is set is visible to
 * evaluations when the call returns; listeners, and with CDI the observers of {@code FlagChanged}, are notified soon after. A
 * test gets it as a parameter, see {@link FlagsExtension}, or makes and closes one itself. Thread-safe.
 */
public final class TestFlags implements AutoCloseable {
    private final ChangeableFlags flags = new ChangeableFlags(Map.of());
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final String domain = "flipswitch-test-" + UUID.randomUUID();
    private final FlipswitchProvider provider = FlipswitchProvider.offline(flags);

    /** By the names that the application has for them. */
    private final Map<String, TestFlags> domains = new ConcurrentHashMap<>();

    /** No flags yet. */
    public TestFlags() {
        this(Map.of());
    }

    /** With flags, as text by domain and key; nobody is notified of what is there from the start. */
    TestFlags(Map<String, Map<String, String>> texts) {
        setOnly(texts);
        OpenFeatureAPI.getInstance().setProviderAndWait(domain, provider);
    }

    /**
     * Sets a flag; the same value again changes nothing.
     *
     * @param key the flag's key
     * @param value a boolean, a string, an int, long or double, a list, a map with string keys, or an OpenFeature {@code
     *     Value}
     * @return this
     * @throws IllegalArgumentException if the value is of another type
     */
    public TestFlags set(String key, Object value) {
        keys.add(key);
        flags.set(key, value);
        return this;
    }

    /**
     * Sets a flag from text, as {@link WithFlag} does.
     *
     * @param key the flag's key
     * @param text {@code true}, a number, a JSON object or list; anything else is a string
     * @return this
     */
    public TestFlags setText(String key, String text) {
        keys.add(key);
        flags.setText(key, text);
        return this;
    }

    /**
     * Removes a flag: evaluations have the code's default.
     *
     * @param key the flag's key
     * @return this
     */
    public TestFlags remove(String key) {
        flags.remove(key);
        return this;
    }

    /**
     * The flags of a further domain of the application's, as in {@code @Flag(domain = …)}. They are closed with these.
     *
     * @param name the application's name for it; if empty, these flags are meant
     * @return its flags
     */
    public TestFlags in(String name) {
        return in(name, Map.of());
    }

    private TestFlags in(String name, Map<String, String> texts) {
        return name.isEmpty() ? this : domains.computeIfAbsent(name, unknown -> new TestFlags(Map.of("", texts)));
    }

    /** Those of further domains that have been asked for, by name. */
    Map<String, TestFlags> domains() {
        return Map.copyOf(domains);
    }

    /** Has these flags, as text by domain and key, and no others. */
    void setOnly(Map<String, Map<String, String>> texts) {
        texts.forEach(this::in);
        setOnlyHere(texts.getOrDefault("", Map.of()));
        domains.forEach((name, flags) -> flags.setOnlyHere(texts.getOrDefault(name, Map.of())));
    }

    private void setOnlyHere(Map<String, String> texts) {
        keys.stream().filter(key -> !texts.containsKey(key)).forEach(this::remove);
        texts.forEach(this::setText);
    }

    /**
     * The OpenFeature domain under which the provider is registered.
     *
     * @return the domain
     */
    public String domain() {
        return domain;
    }

    /**
     * OpenFeature's client of this test.
     *
     * @return a client
     */
    public Client client() {
        return OpenFeatureAPI.getInstance().getClient(domain);
    }

    /**
     * The provider, for listeners.
     *
     * @return the provider, which is registered already
     */
    public FlipswitchProvider provider() {
        return provider;
    }

    /**
     * Makes another provider with the same flags, for an application that registers its provider itself: a CDI
     * container's, for instance. It follows the same changes.
     *
     * @return a new provider, which its owner shuts down
     */
    public FlipswitchProvider newProvider() {
        return FlipswitchProvider.offline(flags);
    }

    /** Takes the provider out and shuts it down. */
    @Override
    public void close() {
        domains.values().forEach(TestFlags::close);
        OpenFeatureAPI.getInstance().setProvider(domain, new NoOpProvider());
        provider.shutdown();
    }
}
