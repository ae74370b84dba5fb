package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void repeatsNoHashOfARowThatTheDatabaseNames() {
        RuntimeException failure = new IllegalStateException(
                "outer", new SQLException("row not found: (1, 'development', '" + HASH + "')"));

        StringWriter text = new StringWriter();
        SqlErrors.withoutHashes(failure).printStackTrace(new PrintWriter(text, true));

        assertThat(text.toString()).contains("row not found").doesNotContain(HASH);
        assertThat(SqlErrors.reason(failure)).contains("row not found").doesNotContain(HASH);
        RuntimeException other = new IllegalStateException("no");
        assertThat(SqlErrors.withoutHashes(other)).isSameAs(other);
    }

    @Test
    void findsAnErrorThatTheDatabaseHasWrapped() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");

        assertThat(SqlErrors.error(new IllegalStateException(new SQLException(error))))
                .contains(error);
        assertThat(SqlErrors.error(new IllegalStateException("no"))).isEmpty();
    }
}
