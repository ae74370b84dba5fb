package dev.flipswitch.rules;

/** A segment whose references are resolved. Immutable. */
final class CompiledSegment {

    private final int index;
    private final int level;
    private final long state;
    private final CompiledCondition content;

    /**
     * Takes what was compiled.
     *
     * @param index its place among all segments
     * @param level 1 if it refers to no segment, else one more than the highest that it refers to
     * @param state another one after every change of it or of a segment that it refers to
     * @param content whether somebody is in it
     */
    CompiledSegment(int index, int level, long state, CompiledCondition content) {
        this.index = index;
        this.level = level;
        this.state = state;
        this.content = content;
    }

    int index() {
        return index;
    }

    int level() {
        return level;
    }

    long state() {
        return state;
    }

    boolean contains(EvaluationState subject) {
        return content.matches(subject);
    }
}
