package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Payara Micro takes the commands of Payara Server's {@code asadmin} from a file, and drivers by an option. */
class PayaraMicroDataSourceIT extends DataSourceContract {

    @Override
    JakartaRuntime runtime(Path driver, int databasePort) {
        return new PayaraMicroWithDataSource(driver, databasePort);
    }

    private record PayaraMicroWithDataSource(Path driver, int databasePort) implements JakartaRuntime {

        @Override
        public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
            ProcessBuilder payara = new PayaraMicro().install(work, port, wars);
            String commands = documented("asadmin create-jdbc-connection-pool.*?jdbc/flags")
                    .replace("asadmin ", "")
                    .replace(":password=…", ":password=any:portNumber=" + databasePort);
            Path file = Files.writeString(work.resolve("postboot.txt"), commands);
            payara.command().addAll(List.of("--addlibs", driver.toString(), "--postbootcommandfile", file.toString()));
            payara.environment().put("FLIPSWITCH_SERVER_DATA_SOURCE", documentedName("Payara Server:"));
            return payara;
        }
    }
}
