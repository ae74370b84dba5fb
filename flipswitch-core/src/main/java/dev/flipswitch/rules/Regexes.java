package dev.flipswitch.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Compiles users' regular expressions by RE2/J, and asks them. RE2/J's time is the expression's size times the text's, so
 * both are bounded. It unrolls counted repetitions without a limit, so that {@code ((a{1000}){1000}){1000}} would exhaust the
 * heap: these are counted first. Stateless.
 */
final class Regexes {

    private static final int MAX_LENGTH = 500;
    private static final int MAX_SIZE = MAX_LENGTH;

    /** Of a text, or of all texts in a list. */
    private static final int MAX_TEXT_LENGTH = 500;

    private static final int MAX_TEXTS = 100;

    /** What follows an atom and repeats it. */
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    static {
        readItsModule();
    }

    private Regexes() {}

    /** RE2/J has no module name that ours could require: on a module path it is named after its file. */
    private static void readItsModule() {
        Class<?> self = Regexes.class;
        try {
            Class<?> pattern = Class.forName("com.google.re2j.Pattern", false, self.getClassLoader());
            self.getModule().addReads(pattern.getModule());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("RE2/J is missing: add com.google.re2j:re2j to the class path", e);
        }
    }

    static Pattern compile(String field, String expression) {
        if (expression.isEmpty() || expression.length() > MAX_LENGTH) {
            throw new InvalidFlagException(
                    field, "must be a regular expression of 1 to " + MAX_LENGTH + " characters in RE2 syntax");
        }
        if (size(expression) > MAX_SIZE) {
            throw new InvalidFlagException(
                    field,
                    "must have at most " + MAX_SIZE + " characters when its counted repetitions are written out");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new InvalidFlagException(
                    field, "must be a regular expression in RE2 syntax: " + e.getDescription(), e);
        }
    }

    /** Whether it finds something; nothing in a text that is too long. */
    static boolean find(Pattern pattern, String text) {
        return text.length() <= MAX_TEXT_LENGTH && pattern.matcher(text).find();
    }

    /** Whether a list is short enough to be searched. */
    static boolean areSearched(List<?> list) {
        long length = 0;
        for (Object element : list) {
            length += element instanceof String text ? text.length() : 0;
        }
        return list.size() <= MAX_TEXTS && length <= MAX_TEXT_LENGTH;
    }

    /**
     * How long an expression is with its repetitions written out, or more. Escapes and classes are read as if they were
     * plain characters, which never makes it less. At most about the limit squared.
     */
    private static long size(String expression) {
        java.util.regex.Matcher repetition = REPETITION.matcher(expression);
        Deque<Long> outer = new ArrayDeque<>();
        long group = 0;
        long atom = 0;
        for (int i = 0; i < expression.length() && group + atom <= MAX_SIZE; i++) {
            char c = expression.charAt(i);
            if (c == '{' && repetition.region(i, expression.length()).lookingAt()) {
                atom *= times(repetition);
                i = repetition.end() - 1;
            } else if (c == '(') {
                outer.push(group + atom);
                group = 0;
                atom = 0;
            } else if (c == ')') {
                atom += group + 1;
                group = outer.isEmpty() ? 0 : outer.pop();
            } else {
                group += atom;
                atom = 1;
            }
        }
        return outer.stream().reduce(group + atom, Long::sum);
    }

    private static long times(java.util.regex.Matcher repetition) {
        long least = Long.parseLong(repetition.group(1));
        String most = repetition.group(2);
        long times = most == null || most.isEmpty() ? least : Math.max(least, Long.parseLong(most));
        return Math.max(1, Math.min(times, MAX_SIZE + 1));
    }
}
