package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.Flag;
import jakarta.inject.Inject;
import jakarta.persistence.PrePersist;
import java.util.function.Supplier;

/** Listens to an entity, and is no bean; nothing else looks at its flag. */
public class Marking {
    @Inject
    @Flag("mark")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> mark;

    @PrePersist
    void mark(Note note) {
        note.setMark(mark.get());
    }
}
