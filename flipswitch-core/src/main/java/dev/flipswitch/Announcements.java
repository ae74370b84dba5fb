package dev.flipswitch;

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
        changes = new Listeners<>(workers, FlagChange::and);
        statuses = new Listeners<>(workers, (earlier, later) -> later);
        rotations = new Listeners<>(workers, (earlier, later) -> later);
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

    void changed(FlagChange change) {
        changes.tell(change);
        openFeature.changed(change);
    }

    void keyRotated(ApiKeyRotation rotation) {
        if (!rotation.equals(lastRotation.getAndSet(rotation))) {
            Messages.keyRotated(rotation);
            rotations.tell(rotation);
        }
    }

    void close() {
        changes.close();
        statuses.close();
        rotations.close();
        openFeature.close();
    }
}
