package dev.flipswitch.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Says in words why TLS failed, and what to do. Stateless. */
public final class TlsFaults {
    private static final int MOST_CAUSES = 20;

    private TlsFaults() {}

    /**
     * Describes a failure.
     *
     * @param failure what the HTTP client threw
     * @return what is wrong, and what can be done about it other than to correct the URL
     */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        boolean ofCertificate = false;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid at this time; renew it, or set this machine's clock";
            }
            if (cause instanceof CertPathBuilderException) {
                return "its certificate is of an authority that this JVM does not trust; give the provider an"
                        + " sslContext that does, or add the authority to the JVM's trust store";
            }
            ofCertificate |= cause instanceof CertificateException;
            cause = cause.getCause();
        }
        return ofCertificate
                ? "its certificate is not for this host name; have one made for it"
                : "it may not speak TLS there, or no version that this JVM takes";
    }
}
