package dev.flipswitch.cdi.messages;

import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.stream.Collectors;

/** Every message of this module, with its number. None holds a key. */
public final class Messages {
    private static final int LONGEST_REASON = 300;

    private Messages() {}

    public static String badDefault(String flagKey, String defaultValue, String type, String place, String reason) {
        return "FLIP-CDI-0001: the default value '" + defaultValue + "' of the flag '" + flagKey + "' at " + place
                + " is not a valid " + type + ": " + reason + ". Correct @Flag(defaultValue = …): booleans, numbers"
                + " and names of constants as they are, records and lists in JSON";
    }

    public static String startedWithout(String reason) {
        return "FLIP-CDI-0002: the application starts without the flag server: " + reason;
    }

    public static String observerFailed(String observer, String event) {
        return "FLIP-CDI-0003: the observer " + observer + " failed on " + event + "; the container may have"
                + " skipped other observers of this event; later events still arrive";
    }

    public static String unsupportedType(String flagKey, String type, String place) {
        return "FLIP-CDI-0004: the flag '" + flagKey + "' at " + place + " cannot be a " + type
                + ". Use boolean, int, long, double, String, an enum, a record, Value, Structure or a List of"
                + " these, or a Supplier, FlagValue, Optional or FlagEvaluationDetails of one";
    }

    public static String noVariants(String flagKey, Class<?> type, String place) {
        return "FLIP-CDI-0040: the flag '" + flagKey + "' at " + place + " cannot be a " + type.getTypeName()
                + ", because no bean of that type has @FlagVariant(flag = \"" + flagKey + "\", …). Mark its"
                + " implementations, or use another type";
    }

    public static String noDefault(String flagKey, String type, String place) {
        return "FLIP-CDI-0005: the flag '" + flagKey + "' at " + place + " has no default value, and " + type
                + " has none of its own. Give @Flag(defaultValue = …), or inject an Optional";
    }

    public static String badKey(String flagKey, String place) {
        return "FLIP-CDI-0006: '" + flagKey + "' at " + place + " is not a valid flag key. Write the key as the"
                + " dashboard shows it, without white space";
    }

    public static String twoTypes(String flagKey, String kind, String place, String otherKind, String otherPlace) {
        return "FLIP-CDI-0007: the flag '" + flagKey + "' is " + kind + " at " + place + " and " + otherKind + " at "
                + otherPlace + ". A flag has one type: correct one of the two";
    }

    public static String readOnce(String flagKey, String place, String holder) {
        return "FLIP-CDI-0008: the flag '" + flagKey + "' at " + place + " is never updated, because its bean is"
                + " long-lived (" + holder + "). Inject a Supplier or FlagValue, which give the current value";
    }

    public static String valueDoesNotFit(String flagKey, String type, String reason) {
        return "FLIP-CDI-0009: the value of flag '" + flagKey + "' is not a valid " + type + ": " + reason
                + ". Correct the flag's variants, or the type at @Flag; the default is used";
    }

    public static String unknownDomain(String domain) {
        return "FLIP-CDI-0010: flags are injected from the domain '" + domain + "', but nothing is configured for"
                + " it: unless the application registers a provider itself, OpenFeature's default provider"
                + " answers. Set flipswitch.domains." + domain
                + ".api-key, or produce a @FlagDomain(\"" + domain + "\") FlipswitchOptions or FeatureProvider";
    }

    public static String badDomain(String domain, String reason) {
        return "FLIP-CDI-0011: the settings flipswitch.domains." + domain + ".* cannot be used: " + reason;
    }

    public static String otherProvider(Class<?> provider) {
        return "FLIP-CDI-0012: FlipswitchProvider cannot be injected, because the application's provider is a "
                + provider.getName() + ". Inject Client instead";
    }

    public static String startsSlowly(String domain) {
        return "FLIP-CDI-0013: the provider of the domain '" + domain + "' takes long to start; the application"
                + " starts now, and flags have the defaults in its code until the provider is ready";
    }

    public static String gateClosed(String flagKey) {
        return "FLIP-CDI-0014: the gate is closed and has no fallback: the boolean flag '" + flagKey
                + "' is off or does not exist. Switch it on, or give @FeatureGate(fallback = …)";
    }

    public static String badFallback(String flagKey, String fallback, String place) {
        return "FLIP-CDI-0015: the gate of the flag '" + flagKey + "' at " + place + " has no fallback '" + fallback
                + "': write a method of that name with the same parameters and a result that fits";
    }

    public static String ownFallback(String flagKey, String place) {
        return "FLIP-CDI-0041: the gate of the flag '" + flagKey + "' at " + place + " has the gated method itself"
                + " as its fallback, so it would never be closed. Name another method with the same parameters, or"
                + " no fallback";
    }

    public static String gatedFallback(String flagKey, String fallback, String place) {
        return "FLIP-CDI-0042: the gate of the flag '" + flagKey + "' at " + place + " has the fallback '"
                + fallback + "', which has its own gate, and gates of fallbacks are not checked. Name a method"
                + " without a gate";
    }

    public static String noVariant(String flagKey, String value, Set<String> values, String place) {
        return "FLIP-CDI-0016: the flag '" + flagKey + "' at " + place + " has the default value '" + value
                + "', but no @FlagVariant has that value. Give @Flag(defaultValue = …) one of " + values;
    }

    public static String missingVariant(String flagKey, String value, Class<?> type) {
        return "FLIP-CDI-0017: the flag '" + flagKey + "' has the value '" + value + "', but no bean of "
                + type.getTypeName() + " is a @FlagVariant of that value. Write one, or correct the flag's variants";
    }

    public static String domainTaken(String domain, String provider) {
        return "FLIP-CDI-0018: OpenFeature's domain '" + domain + "' already had a provider (" + provider
                + "), which is now shut down. If it belongs to another application, give each application its own"
                + " flipswitch.domain";
    }

    public static String circular(String flagKey, String place) {
        return "FLIP-CDI-0019: the flag '" + flagKey + "' at " + place + " is injected into the bean that makes"
                + " the FlipswitchOptions or FeatureProvider, which all flags need. Make those in another bean or in a"
                + " static producer, or inject a Provider";
    }

    public static String unheldGate(String flagKey, String place, String fault) {
        return "FLIP-CDI-0030: the gate of the flag '" + flagKey + "' at " + place + " would have no effect, because it"
                + " is on " + fault + ". Gate a method that other beans call, which is neither private, static nor"
                + " final";
    }

    public static String gateNotInherited(String flagKey, String place, String implementation) {
        return "FLIP-CDI-0031: the gate of the flag '" + flagKey + "' at " + place + " does not guard "
                + implementation + ", since annotations of interfaces and of abstract methods are not inherited."
                + " Put @FeatureGate there, too";
    }

    public static String gateOverridden(String flagKey, String place, String implementation) {
        return "FLIP-CDI-0032: the gate of the flag '" + flagKey + "' at " + place + " does not guard "
                + implementation + ", which overrides that method. Put @FeatureGate there, too, unless that is"
                + " intended";
    }

    public static String gateOfNoBean(String type) {
        return "FLIP-CDI-0033: " + type + " has a @FeatureGate but is not a CDI bean, so the gate has no effect"
                + " unless another container intercepts its methods. Make it a bean, for instance by a scope"
                + " annotation";
    }

    public static String sameVariant(String flagKey, String value, Class<?> type, Set<String> beans) {
        return "FLIP-CDI-0034: the flag '" + flagKey + "' has several variants '" + value + "' of " + type.getTypeName()
                + ": " + beans + ". Give each @FlagVariant a value of its own";
    }

    public static String closedInterface(String flagKey, Class<?> type, String place) {
        return "FLIP-CDI-0035: the flag '" + flagKey + "' at " + place + " cannot choose among implementations of "
                + type.getTypeName() + ", which is sealed or in a module that does not open its package. Choose"
                + " among those of another interface, or open the package to dev.flipswitch.cdi";
    }

    public static String otherQualifiers(String flagKey, String place, Set<Annotation> qualifiers) {
        return "FLIP-CDI-0036: the flag '" + flagKey + "' at " + place + " has other qualifiers besides @Flag: "
                + qualifiers.stream()
                        .map(qualifier -> "@" + qualifier.annotationType().getSimpleName())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ". Remove them; to name another domain, use @Flag(domain = …)";
    }

    public static String unanswered(String flagKey, String place, String reason) {
        return "FLIP-CDI-0037: the flag '" + flagKey + "' at " + place + " has the default in the code: "
                + printable(reason) + ". Create the flag on the server, or correct the key or the type here; not"
                + " repeated";
    }

    /** Short and in one line: it may hold what a server sent. */
    private static String printable(String text) {
        String shown = text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
        return shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    public static String noJson(String reason) {
        return "FLIP-CDI-0039: no usable Jakarta JSON Processing was found (" + reason
                + "). A Jakarta EE runtime has one; elsewhere add org.eclipse.parsson:parsson to the application,"
                + " and no jakarta.json-api where the runtime has its own";
    }

    public static String noDomain(String holder) {
        return "FLIP-CDI-0038: a @FlagDomain of " + holder + " has no name. Name a domain, or leave it out for the"
                + " application's own";
    }

    public static String unseenBean(String kind, String bean) {
        return "FLIP-CDI-0043: the " + kind + " of " + bean
                + " would have no effect, because flipswitch is in the lib folder"
                + " of the enterprise application, from where beans of its modules cannot be seen. Put the class into a"
                + " jar in lib, or the jars of flipswitch, OpenFeature and Caffeine into the WAR instead";
    }

    public static String broughtTwice(Set<String> places) {
        return "FLIP-CDI-0044: a module of the enterprise application brings flipswitch a second time: it is in "
                + String.join(" and in ", places) + ". Take the jars of flipswitch, OpenFeature and Caffeine out of the"
                + " WAR, or out of the lib folder";
    }
}
