package dev.flipswitch.servlet;

import java.lang.System.Logger.Level;

/** Every message of this module, with its number. What comes from a request is made printable first. Stateless. */
final class Messages {
    private static final System.Logger LOG = System.getLogger("dev.flipswitch.servlet");
    private static final int LONGEST_VALUE = 200;

    private Messages() {}

    static String noFlags() {
        return "FLIP-SERVLET-0001: the request has no flags; map the filter " + FlipswitchFilter.class.getName()
                + " to its path, or rename the request attribute '" + RequestFlags.ATTRIBUTE
                + "' that the application itself sets";
    }

    static void unknownFlag(String key) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0002: a page asks for the flag ''{0}'', which there is not, and gets null or the"
                        + " default in the code; create it, or correct the expression; not repeated",
                printable(key));
    }

    static void flagOfOtherType(String key, String type, String actual) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0034: a page asks for the flag ''{0}'' as a {1}, but it is {2} that is none, and gets the"
                        + " default in the code; correct the flag, or the call of RequestFlags; not repeated",
                printable(key),
                type,
                actual);
    }

    static String badSetting(String name, String value, String expectation) {
        return "FLIP-SERVLET-0003: " + name + " is '" + printable(value) + "'; it must be " + expectation;
    }

    static String badEntry(String name, String entry, String expectation) {
        return "FLIP-SERVLET-0003: " + name + " has the entry '" + printable(entry) + "'; it must be " + expectation;
    }

    static void unknownSetting(String name, String nearest) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0004: there is no setting {0}, so it does nothing; did you mean {1}?",
                printable(name),
                nearest);
    }

    static String badResolver(String setting, String className, String reason) {
        return "FLIP-SERVLET-0005: " + setting + " names " + printable(className)
                + ", of which no instance can be made (" + printable(reason) + "); it must be a public class with a"
                + " public constructor without parameters that implements " + RequestContextResolver.class.getName();
    }

    static void resolverFailed(Throwable failure) {
        LOG.log(
                Level.ERROR,
                "FLIP-SERVLET-0006: the RequestContextResolver failed; requests that it fails for are evaluated as"
                        + " anonymous; not repeated for ten seconds",
                Printed.of(failure));
    }

    static void unknownGate(String flag) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0007: there is no flag ''{0}'', so the gate that flipswitch.servlet.gates gives it stays"
                        + " shut; create the flag, or correct the setting",
                printable(flag));
    }

    static void gateOfOtherType(PathGate gate, String type) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0033: the flag ''{0}'' is {1} and no boolean, so the gate that flipswitch.servlet.gates gives"
                        + " it at {2} stays shut; name a boolean flag there; not repeated",
                printable(gate.flag()),
                type,
                printable(gate.path()));
    }

    static void unknownPublicFlag(String key) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0032: there is no flag ''{0}'', so pages that follow flipswitch.servlet.public-flags don''t get"
                        + " it; create the flag, or correct the setting; not repeated",
                printable(key));
    }

    static String tooManyPages(int limit) {
        return "FLIP-SERVLET-0008: " + limit
                + " pages follow their flags already; flipswitch.servlet.max-pages allows no" + " more";
    }

    static String tooManyPagesOfAddress(int limit) {
        return "FLIP-SERVLET-0020: " + limit
                + " pages of this address follow their flags already; flipswitch.servlet.max-pages-per-address allows no"
                + " more";
    }

    static void addressHasTooManyPages(String address, int limit) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0020: {0} pages from {1} follow their flags, and no more may; if that is a proxy, name it in"
                        + " flipswitch.servlet.trusted-proxies, or raise flipswitch.servlet.max-pages-per-address; not"
                        + " repeated",
                String.valueOf(limit),
                printable(address));
    }

    static void noAsync(String reason) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0009: a page can''t follow its flags, since its request does not support asynchronous"
                        + " work ({0}); set async-supported on every filter that is mapped to /flipswitch/events",
                printable(reason));
    }

    static String noRequest() {
        return "FLIP-SERVLET-0010: RequestFlags are injected where no HTTP request is under way; use @Flag or an"
                + " OpenFeature client there";
    }

    static void pagesTaken(String what) {
        LOG.log(
                Level.ERROR,
                "FLIP-SERVLET-0011: pages can''t follow their flags, since the application has {0} of its own; rename it,"
                        + " or empty flipswitch.servlet.public-flags",
                printable(what));
    }

    static String writersExhausted(int number) {
        return "FLIP-SERVLET-0012: " + number + " pages take nothing, and the container makes writing to them wait; new"
                + " pages get 503 until some of these are gone; let the container give up such connections sooner";
    }

    static void warn(String message) {
        LOG.log(Level.WARNING, message);
    }

    static void contextRefused(String propagator, RuntimeException failure) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0013: the transaction context propagator " + printable(propagator)
                        + " does not take a request's context, so @Flag and OpenFeature's clients evaluate without its"
                        + " user; RequestFlags do not need it; not repeated",
                Printed.of(failure));
    }

    static void evaluationFailed(RuntimeException failure) {
        LOG.log(
                Level.ERROR,
                "FLIP-SERVLET-0014: the flags of open pages can't be evaluated; they are tried again with the next"
                        + " heartbeat",
                Printed.of(failure));
    }

    static void noProvider(String domain) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0030: no provider is registered in OpenFeature''s domain ''{0}'', so pages get no flag and gates"
                        + " are shut; add flipswitch-cdi, register a provider, or name another domain by flipswitch.domain"
                        + " or flipswitch.servlet.domain; not repeated",
                printable(domain));
    }

    static String gatesWithoutFilter(String application) {
        return "FLIP-SERVLET-0031: the gates of flipswitch.servlet.gates would stand open in the web application '"
                + printable(application) + "', since its container adds no filter from a library outside of it; put"
                + " flipswitch-servlet into its WEB-INF/lib instead, or map " + FlipswitchFilter.class.getName()
                + " in its web.xml, or set flipswitch.servlet.enabled to false there";
    }

    static void noFilter(String application) {
        LOG.log(
                Level.WARNING,
                "FLIP-SERVLET-0031: requests of the web application ''{0}'' have no flags, since its container adds no"
                        + " filter from a library outside of it; put flipswitch-servlet into its WEB-INF/lib instead, or"
                        + " map {1} in its web.xml, or set flipswitch.servlet.enabled to false there",
                printable(application),
                FlipswitchFilter.class.getName());
    }

    /** Short, in one line, and without what a terminal might take for a command or for another direction of writing. */
    static String printable(String text) {
        String shown = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
        return shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Stands for a failure whose text may hold what a request sent: printable, with the same trace. */
    private static final class Printed extends Exception {
        private static final long serialVersionUID = 1L;

        private Printed(Throwable failure) {
            super(printable(failure.toString()), null, false, true);
            setStackTrace(failure.getStackTrace());
        }

        static Printed of(Throwable failure) {
            return new Printed(failure);
        }
    }
}
