package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OpenLibertyEnterpriseIT extends RuntimeEnterpriseContract {
    OpenLibertyEnterpriseIT() {
        super(new OpenLibertyWithMessagesAndDatabase(), "jdbc/notes");
    }

    /** A default data source would be taken for the batch jobs, too, which need none. */
    private static final class OpenLibertyWithMessagesAndDatabase implements JakartaRuntime {
        private final JakartaRuntime liberty = new OpenLiberty(
                "enterpriseBeansLite-4.0",
                "concurrent-3.0",
                "faces-4.0",
                "websocket-2.1",
                "batch-2.1",
                "mdb-4.0",
                "messagingClient-3.0",
                "messagingServer-3.0",
                "persistence-3.1",
                "jdbc-4.3");

        @Override
        public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
            ProcessBuilder run = liberty.install(work, port, wars);
            Path server = work.resolve("servers/flags");
            Files.writeString(
                    Files.createDirectories(server.resolve("configDropins/defaults"))
                            .resolve("enterprise.xml"),
                    """
                    <server>
                      <messagingEngine><queue id="notes"/></messagingEngine>
                      <jmsQueue id="java:global/jms/notes"><properties.wasJms queueName="notes"/></jmsQueue>
                      <jmsActivationSpec id="enterprise/Clerk"><properties.wasJms/></jmsActivationSpec>
                      <dataSource jndiName="jdbc/notes">
                        <jdbcDriver libraryRef="h2" javax.sql.DataSource="org.h2.jdbcx.JdbcDataSource"/>
                        <properties URL="jdbc:h2:mem:notes;DB_CLOSE_DELAY=-1"/>
                      </dataSource>
                      <library id="h2"><file name="%s"/></library>
                    </server>
                    """
                            .formatted(ExplodedWar.jarOf(org.h2.Driver.class)));
            return run;
        }
    }
}
