package dev.flipswitch.cdi;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an injection point says of its flag. Immutable.
 *
 * @param key the flag's key
 * @param domain the OpenFeature domain; empty for the application's own
 * @param type the value's type
 * @param defaultText the default as a text; empty if none is given
 */
record FlagId(String key, String domain, ValueType type, String defaultText) implements Serializable {

    /**
     * By hand, since JDK 17 keeps hold of the record whose generated equality was linked last. {@code ObjectMethods}
     * has a method handle that caches the record's type, and with it the class loader of an application that has ended.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlagId id
                && key.equals(id.key)
                && domain.equals(id.domain)
                && type.equals(id.type)
                && defaultText.equals(id.defaultText);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * key.hashCode() + domain.hashCode()) + type.hashCode()) + defaultText.hashCode();
    }

    static FlagId of(Flag flag, ValueType type) {
        return new FlagId(flag.value(), flag.domain(), type, flag.defaultValue());
    }
}
