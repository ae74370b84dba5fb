package dev.flipswitch.ofrep;

import dev.flipswitch.messages.Messages;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;

/** Which flag keys can be part of a URL's path. Stateless. */
final class FlagKeys {
    private static final int LONGEST = 1000;

    private FlagKeys() {}

    /**
     * Whether a server can be asked for this key. Others would become another path or another key on their way, or
     * servers refuse them whatever their flags are. These are an empty key, dots, control characters, halves of
     * surrogate pairs, and more than 1,000 characters.
     */
    static boolean canBeAsked(String key) {
        boolean vanishes = key.isEmpty() || key.equals(".") || key.equals("..");
        return !vanishes && key.length() <= LONGEST && key.codePoints().noneMatch(FlagKeys::isLost);
    }

    private static boolean isLost(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** What is known of a flag with such a key without asking. */
    static OfrepEvaluation notFound() {
        return new OfrepEvaluation.Failed(
                ErrorCode.FLAG_NOT_FOUND,
                Messages.impossibleKey(LONGEST),
                ImmutableMetadata.builder().build());
    }
}
