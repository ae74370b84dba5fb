package dev.flipswitch.cdi;

/** A {@link FeatureGate} is closed and has no fallback. Under JAX-RS it becomes the gate's HTTP status. Immutable. */
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
