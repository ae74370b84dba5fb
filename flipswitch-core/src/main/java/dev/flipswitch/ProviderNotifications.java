package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.sse.SseStatus;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Everybody who is notified of what happens: our listeners, and OpenFeature. Thread-safe. */
final class ProviderNotifications {
    private static final System.Logger LOG = System.getLogger(ProviderNotifications.class.getName());

    private final ListenerRegistry<FlagChange> changes;
    private final ListenerRegistry<SseStatus> statuses;
    private final ListenerRegistry<ApiKeyRotation> rotations;
    private final OpenFeatureNotifier openFeature;
    private final AtomicReference<@Nullable ApiKeyRotation> lastRotation = new AtomicReference<>();

    ProviderNotifications(Executor workers, OpenFeatureNotifier.Emitter emitter) {
        changes = new ListenerRegistry<>(workers, ListenerSnapshot::merged);
        statuses = new ListenerRegistry<>(workers, ProviderNotifications::last);
        rotations = new ListenerRegistry<>(workers, ProviderNotifications::last);
        openFeature = new OpenFeatureNotifier(workers, emitter);
    }

    ListenerRegistry<FlagChange> changes() {
        return changes;
    }

    ListenerRegistry<SseStatus> statuses() {
        return statuses;
    }

    ListenerRegistry<ApiKeyRotation> rotations() {
        return rotations;
    }

    OpenFeatureNotifier openFeature() {
        return openFeature;
    }

    private static <E> List<E> last(List<E> waiting) {
        return waiting.subList(waiting.size() - 1, waiting.size());
    }

    /** Notifies of a rotation, and returns true, unless the last notification was of the same. */
    boolean keyRotated(ApiKeyRotation rotation) {
        boolean isNew = !rotation.equals(lastRotation.getAndSet(rotation));
        if (isNew) {
            rotation.validUntil()
                    .ifPresentOrElse(
                            until -> LOG.log(Level.WARNING, Messages.keyIsReplaced(until)),
                            () -> LOG.log(Level.INFO, Messages.keyStays()));
            rotations.publish(List.of(rotation));
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
