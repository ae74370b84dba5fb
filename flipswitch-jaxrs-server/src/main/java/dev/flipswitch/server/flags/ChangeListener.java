package dev.flipswitch.server.flags;

import java.util.List;

/** Hears what changed, after the snapshots hold it. */
@FunctionalInterface
public interface ChangeListener {

    /**
     * Takes note, without waiting for anybody.
     *
     * @param environment where
     * @param changes what, in the order of ids
     */
    void changed(Environment environment, List<Change> changes);
}
