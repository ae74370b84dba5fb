package dev.flipswitch.servlet.messages;

/** Every message of this module, with its number. What comes from a request is made printable first. Stateless. */
public final class Messages {
    private static final int LONGEST_VALUE = 200;

    private Messages() {}

    public static String noFlags(String filter, String attribute) {
        return "FLIP-SERVLET-0001: the request has no flags; map the filter " + filter
                + " to its path, or rename the request attribute '" + attribute
                + "' that the application itself sets";
    }

    public static String unknownFlag(String key) {
        return "FLIP-SERVLET-0002: flag '" + printable(key) + "' does not exist, so a page that asks for it gets"
                + " null or the default in the code; create the flag, or correct the expression; not repeated";
    }

    public static String flagOfOtherType(String key, String type, String actual) {
        return "FLIP-SERVLET-0034: a page asks for flag '" + printable(key) + "' as a " + type + ", but it is "
                + actual + " that does not fit, so the page gets the default in the code; correct the flag, or the"
                + " call of RequestFlags; not repeated";
    }

    public static String badSetting(String name, String value, String expectation) {
        return "FLIP-SERVLET-0003: " + name + " is '" + printable(value) + "'; it must be " + expectation;
    }

    public static String badEntry(String name, String entry, String expectation) {
        return "FLIP-SERVLET-0015: " + name + " has the entry '" + printable(entry) + "'; it must be " + expectation;
    }

    public static String unknownSetting(String name, String nearest) {
        return "FLIP-SERVLET-0004: setting " + printable(name) + " does not exist and has no effect; did you mean "
                + nearest + "?";
    }

    public static String badResolver(String setting, String className, String reason, Class<?> expected) {
        return "FLIP-SERVLET-0005: " + setting + " names " + printable(className) + ", but the class cannot be"
                + " instantiated (" + printable(reason) + "); it must be a public class with a public constructor"
                + " without parameters that implements " + expected.getName();
    }

    public static String resolverFailed() {
        return "FLIP-SERVLET-0006: the RequestContextResolver failed; the requests concerned are evaluated as"
                + " anonymous; not repeated for ten seconds";
    }

    public static String unknownGate(String flag) {
        return "FLIP-SERVLET-0007: flag '" + printable(flag) + "' does not exist, so its gate in"
                + " flipswitch.servlet.gates stays closed; create the flag, or correct the setting";
    }

    public static String gateOfOtherType(String flag, String path, String type) {
        return "FLIP-SERVLET-0033: flag '" + printable(flag) + "' is " + type
                + " and not a boolean, so its gate at " + printable(path) + " in flipswitch.servlet.gates"
                + " stays closed; name a boolean flag there; not repeated";
    }

    public static String unknownPublicFlag(String key) {
        return "FLIP-SERVLET-0032: flag '" + printable(key) + "' does not exist, so pages that follow"
                + " flipswitch.servlet.public-flags don't get it; create the flag, or correct the setting; not"
                + " repeated";
    }

    public static String tooManyPages(int limit) {
        return "FLIP-SERVLET-0008: " + limit + " pages follow their flags already; flipswitch.servlet.max-pages"
                + " allows no more";
    }

    public static String tooManyPagesOfAddress(int limit) {
        return "FLIP-SERVLET-0016: " + limit + " pages of this address follow their flags already;"
                + " flipswitch.servlet.max-pages-per-address allows no more";
    }

    public static String addressHasTooManyPages(String address, int limit) {
        return "FLIP-SERVLET-0020: " + limit + " pages from " + printable(address) + " follow their flags, and the"
                + " limit allows no more; if that is a proxy, name it in flipswitch.servlet.trusted-proxies, or raise"
                + " flipswitch.servlet.max-pages-per-address; not repeated";
    }

    public static String noAsync(String reason) {
        return "FLIP-SERVLET-0009: a page can't follow its flags, since its request does not support asynchronous"
                + " work (" + printable(reason) + "); set async-supported on every filter that is mapped to"
                + " /flipswitch/events";
    }

    public static String pagesTaken(String what) {
        return "FLIP-SERVLET-0011: pages can't follow their flags, since the application has " + printable(what)
                + " of its own; rename it, or empty flipswitch.servlet.public-flags";
    }

    public static String writersExhausted(int number) {
        return "FLIP-SERVLET-0012: " + number + " pages read nothing, and the container blocks writes to them; new"
                + " pages get 503 until some of these are gone; configure the container to give up such"
                + " connections sooner";
    }

    public static String contextRefused(String propagator) {
        return "FLIP-SERVLET-0013: the transaction context propagator " + printable(propagator)
                + " rejects a request's context, so @Flag and OpenFeature's clients evaluate without its user;"
                + " RequestFlags do not need it; not repeated";
    }

    public static String evaluationFailed() {
        return "FLIP-SERVLET-0014: could not evaluate the flags of open pages; trying again at the next heartbeat";
    }

    public static String noProvider(String domain) {
        return "FLIP-SERVLET-0030: no provider is registered in OpenFeature's domain '" + printable(domain)
                + "', so pages get no flags and gates stay closed; add flipswitch-cdi, register a provider, or"
                + " name another domain by flipswitch.domain or flipswitch.servlet.domain; not repeated";
    }

    public static String gatesWithoutFilter(String application, String filter) {
        return "FLIP-SERVLET-0031: the gates of flipswitch.servlet.gates would stand open in the web application '"
                + printable(application) + "', because its container adds no filter from a library outside of it;"
                + " put flipswitch-servlet into its WEB-INF/lib instead, or map " + filter
                + " in its web.xml, or set flipswitch.servlet.enabled to false there";
    }

    public static String noFilter(String application, String filter) {
        return "FLIP-SERVLET-0035: requests of the web application '" + printable(application)
                + "' have no flags, because its container adds no filter from a library outside of it; put"
                + " flipswitch-servlet into its WEB-INF/lib instead, or map " + filter
                + " in its web.xml, or set flipswitch.servlet.enabled to false there";
    }

    public static String unseenResolver(String bean) {
        return "FLIP-SERVLET-0036: the RequestContextResolver of " + bean
                + " would not be asked, because flipswitch-servlet"
                + " is in the lib folder of the enterprise application, from where beans of its modules cannot be seen;"
                + " put flipswitch-servlet into the WAR's WEB-INF/lib instead, or the class into a jar in lib";
    }

    /** Short, in one line, and without what a terminal might take for a command or for another direction of writing. */
    public static String printable(String text) {
        String shown = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
        return shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    /** The failure, printable, with the same trace. */
    public static Throwable printed(Throwable failure) {
        return new Printed(failure);
    }

    /** Stands for a failure whose text may hold what a request sent: printable, with the same trace. */
    private static final class Printed extends Exception {
        private static final long serialVersionUID = 1L;

        private Printed(Throwable failure) {
            super(printable(failure.toString()), null, false, true);
            setStackTrace(failure.getStackTrace());
        }
    }
}
