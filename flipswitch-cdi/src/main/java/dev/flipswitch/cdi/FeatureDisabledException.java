package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import jakarta.ejb.ApplicationException;

/**
 * A {@link FeatureGate} is closed and has no fallback. Under JAX-RS it becomes the gate's HTTP status. Where an EJB throws it,
 * it reaches the caller as it is: no transaction is rolled back, and a stateful bean lives on. Immutable.
 *
 * @see <a href="https://jakarta.ee/specifications/enterprise-beans/4.0/jakarta-enterprise-beans-spec-core-4.0">Jakarta
 *     Enterprise Beans 4.0, core, section 9.2.1, application exceptions</a>
 */
@ApplicationException // without elements, of which compilers warn where there is no such API
public class FeatureDisabledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String flagKey;
    private final int status;

    /**
     * Says which gate is closed.
     *
     * @param flagKey the flag's key
     * @param status the gate's HTTP status
     */
    public FeatureDisabledException(String flagKey, int status) {
        super(Messages.gateClosed(flagKey));
        this.flagKey = flagKey;
        this.status = status;
    }

    /**
     * The flag that is off.
     *
     * @return its key
     */
    public String flagKey() {
        return flagKey;
    }

    /**
     * What a JAX-RS resource answers with.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }
}
