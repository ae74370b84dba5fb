package dev.flipswitch.cdi;

import java.io.Serializable;

/**
 * What an injection point says of its flag. Immutable.
 *
 * @param key the flag's key
 * @param domain the OpenFeature domain; empty for the application's own
 * @param type the value's type
 * @param defaultText the default as a text; empty if none is given
 */
record FlagId(String key, String domain, ValueType type, String defaultText) implements Serializable {

    static FlagId of(Flag flag, ValueType type) {
        return new FlagId(flag.value(), flag.domain(), type, flag.defaultValue());
    }
}
