package dev.flipswitch.rules;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version, ordered by precedence: build metadata does not count. Immutable.
 *
 * @param numbers major, minor, patch, as they are written
 * @param preRelease the identifiers after the hyphen; none for a release
 * @see <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>
 */
record SemanticVersion(List<String> numbers, List<String> preRelease) implements Comparable<SemanticVersion> {

    private static final int MAX_LENGTH = 256;
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Null if the text is no semantic version. */
    static @Nullable SemanticVersion read(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        int plus = text.indexOf('+');
        String precedence = plus < 0 ? text : text.substring(0, plus);
        int hyphen = precedence.indexOf('-');
        List<String> numbers = parts(hyphen < 0 ? precedence : precedence.substring(0, hyphen));
        List<String> preRelease = hyphen < 0 ? List.of() : parts(precedence.substring(hyphen + 1));
        boolean valid = numbers.size() == 3
                && all(numbers, SemanticVersion::isNumber)
                && all(preRelease, SemanticVersion::isPreRelease)
                && (plus < 0 || all(parts(text.substring(plus + 1)), SemanticVersion::isIdentifier));
        return valid ? new SemanticVersion(numbers, preRelease) : null;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = BY_NUMBER.compare(numbers.get(i), other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        return comparePreRelease(other);
    }

    private int comparePreRelease(SemanticVersion other) {
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) { // a release follows its pre-releases
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        Iterator<String> others = other.preRelease.iterator();
        for (String identifier : preRelease) {
            int order = others.hasNext() ? compareIdentifiers(identifier, others.next()) : 1;
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compareIdentifiers(String one, String other) {
        boolean number = isDigits(one);
        if (number != isDigits(other)) {
            return number ? -1 : 1;
        }
        return number ? BY_NUMBER.compare(one, other) : one.compareTo(other);
    }

    private static List<String> parts(String text) {
        return List.of(text.split("\\.", -1));
    }

    private static boolean all(List<String> parts, Predicate<String> valid) {
        for (String part : parts) { // no stream: a context may hold thousands of versions
            if (!valid.test(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String part) {
        return isDigits(part) && (part.length() == 1 || part.charAt(0) != '0');
    }

    private static boolean isPreRelease(String part) {
        return isDigits(part) ? isNumber(part) : isIdentifier(part);
    }

    private static boolean isDigits(String part) {
        return consistsOf(part, c -> c >= '0' && c <= '9');
    }

    private static boolean isIdentifier(String part) {
        return consistsOf(
                part, c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-');
    }

    private static boolean consistsOf(String part, IntPredicate characters) {
        for (int i = 0; i < part.length(); i++) {
            if (!characters.test(part.charAt(i))) {
                return false;
            }
        }
        return !part.isEmpty();
    }
}
