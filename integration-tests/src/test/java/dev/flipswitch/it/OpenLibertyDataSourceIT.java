package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OpenLibertyDataSourceIT extends DataSourceContract {

    @Override
    JakartaRuntime runtime(Path driver, int databasePort) {
        return new OpenLibertyWithDataSource(driver, databasePort);
    }

    private record OpenLibertyWithDataSource(Path driver, int databasePort) implements JakartaRuntime {

        @Override
        public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
            ProcessBuilder liberty = new OpenLiberty().install(work, port, wars);
            Path server = work.resolve("servers/flags");
            Path library = Files.createDirectory(server.resolve("lib"));
            Files.copy(driver, library.resolve(driver.getFileName()));
            String elements = documented("<library id=.*?</dataSource>")
                    .replace("serverName=", "portNumber=\"" + databasePort + "\" serverName=")
                    .replace(" password=\"…\"", "");
            Files.writeString(
                    Files.createDirectories(server.resolve("configDropins/defaults"))
                            .resolve("flags.xml"),
                    """
                    <server>
                      <featureManager>
                        <feature>jdbc-4.3</feature>
                        <feature>jndi-1.0</feature>
                      </featureManager>
                      %s
                    </server>
                    """
                            .formatted(elements));
            liberty.environment().put("FLIPSWITCH_SERVER_DATA_SOURCE", documentedName("Open Liberty, with"));
            return liberty;
        }
    }
}
