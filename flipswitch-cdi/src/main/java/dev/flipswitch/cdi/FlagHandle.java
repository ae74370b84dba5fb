package dev.flipswitch.cdi;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import jakarta.enterprise.inject.spi.CDI;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The flag of one injection point. Thread-safe. Serialised as its {@link FlagId}. */
final class FlagHandle<T> implements FlagValue<T>, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient FlagClients clients;
    private final transient FlagSpec<T> spec;
    private final transient Client client;
    private final transient List<Registration> registrations = new CopyOnWriteArrayList<>();

    FlagHandle(FlagClients clients, FlagId id) {
        this.clients = clients;
        this.spec = clients.spec(id);
        this.client = clients.client(id.domain());
    }

    @Override
    public T get() {
        return spec.evaluate(client).getValue();
    }

    @Override
    public FlagEvaluationDetails<T> details() {
        return spec.evaluate(client);
    }

    @Override
    public String key() {
        return spec.id().key();
    }

    @Override
    public Registration onChange(Consumer<? super T> listener) {
        Registration registration = clients.onChange(spec.id(), () -> listener.accept(get()));
        registrations.add(registration);
        return () -> {
            registration.close();
            registrations.remove(registration);
        };
    }

    /** Ends what listens. */
    void close() {
        registrations.forEach(Registration::close);
        registrations.clear();
    }

    @Override
    public String toString() {
        return "FlagValue[" + key() + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Written(spec.id());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("written by another version");
    }

    /** What is written in place of it. */
    private record Written(FlagId id) implements Serializable {
        @Serial
        private Object readResolve() {
            return new FlagHandle<>(CDI.current().select(FlagClients.class).get(), id);
        }
    }
}
