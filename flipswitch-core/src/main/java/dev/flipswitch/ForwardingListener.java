package dev.flipswitch;

import dev.flipswitch.ofrep.Refetch;

/** Passes everything on; who sits between a source and its listener changes some of it. As thread-safe as the listener. */
abstract class ForwardingListener implements UpdateSource.Listener {
    private final UpdateSource.Listener listener;

    ForwardingListener(UpdateSource.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void heard() {
        listener.heard();
    }

    @Override
    public void connected(boolean unconditionally) {
        listener.connected(unconditionally);
    }

    @Override
    public void changed(ChangeEvent event) {
        listener.changed(event);
    }

    @Override
    public void refetch(Refetch newest) {
        listener.refetch(newest);
    }

    @Override
    public void polled(Comparison comparison) {
        listener.polled(comparison);
    }

    @Override
    public void lost(Outage outage) {
        listener.lost(outage);
    }

    @Override
    public void evaluationsRefused(boolean refused) {
        listener.evaluationsRefused(refused);
    }

    @Override
    public void unreliable(boolean now) {
        listener.unreliable(now);
    }

    @Override
    public boolean isLost() {
        return listener.isLost();
    }

    @Override
    public void status(SseStatus status) {
        listener.status(status);
    }

    @Override
    public void keyRotated(ApiKeyRotation rotation) {
        listener.keyRotated(rotation);
    }
}
