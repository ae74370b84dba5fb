package dev.flipswitch;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Everybody who is told what happens: our listeners, and OpenFeature. Thread-safe. */
final class Announcements {
    private final Listeners<FlagChange> changes;
    private final Listeners<SseStatus> statuses;
    private final Listeners<ApiKeyRotation> rotations;
    private final Announcer openFeature;
    private final AtomicReference<@Nullable ApiKeyRotation> lastRotation = new AtomicReference<>();

    Announcements(Executor workers, Announcer.Emitter emitter) {
        changes = new Listeners<>(workers, ToldFlags::merged);
        statuses = new Listeners<>(workers, Announcements::last);
        rotations = new Listeners<>(workers, Announcements::last);
        openFeature = new Announcer(workers, emitter);
    }

    Listeners<FlagChange> changes() {
        return changes;
    }

    Listeners<SseStatus> statuses() {
        return statuses;
    }

    Listeners<ApiKeyRotation> rotations() {
        return rotations;
    }

    Announcer openFeature() {
        return openFeature;
    }

    private static <E> List<E> last(List<E> waiting) {
        return waiting.subList(waiting.size() - 1, waiting.size());
    }

    /** Tells of a rotation, and returns true, unless it was the last one to be told of. */
    boolean keyRotated(ApiKeyRotation rotation) {
        boolean isNew = !rotation.equals(lastRotation.getAndSet(rotation));
        if (isNew) {
            Messages.keyRotated(rotation);
            rotations.tell(List.of(rotation));
        }
        return isNew;
    }

    void close() {
        changes.close();
        statuses.close();
        rotations.close();
        openFeature.close();
    }
}
