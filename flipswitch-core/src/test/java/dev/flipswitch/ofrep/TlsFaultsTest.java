package dev.flipswitch.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Failures as the JDK's TLS throws them. */
class TlsFaultsTest {

    private static String describe(@Nullable Throwable cause) {
        Throwable handshake = new SSLHandshakeException("PKIX path").initCause(cause);
        String message = OfrepException.of(new CompletionException(handshake), "https://flags.example.com")
                .getMessage();
        assertThat(message).startsWith("TLS with the flag server https://flags.example.com failed: ");
        return String.valueOf(message);
    }

    /** Failure policy 4. */
    @Test
    void saysWhatIsWrongWithTheCertificateAndWhatToDo() {
        assertThat(describe(new CertificateException("x", new CertPathBuilderException("unable to find"))))
                .contains("does not trust", "sslContext", "flipswitch.base-url");
        assertThat(describe(new CertificateException(
                        "x", new CertPathValidatorException("validity", new CertificateExpiredException("x")))))
                .contains("not valid at this time", "flipswitch.base-url");
        assertThat(describe(new CertificateException("No subject alternative names present")))
                .contains("not for this host name", "flipswitch.base-url");
        assertThat(describe(null)).contains("may not speak TLS", "flipswitch.base-url");
    }
}
