package dev.flipswitch.server.messages;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** All that the server says to its operators, each text with a number of its own. Stateless. */
public final class Messages {

    private static final String ELSEWHERE =
            " or choose another place by -Dflipswitch.server.data=… (or -Dflipswitch.server.database-url=…)";

    private Messages() {}

    /** The environment variable that gives the same as a system property. */
    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Where the data is. */
    public static String storedIn(Object place) {
        return "FLIP-SERVER-0001: flags are stored in " + place;
    }

    /** An error of which the caller saw nothing. */
    public static String unexpected(String id) {
        return "FLIP-SERVER-0002: unexpected error " + id + "; the client got this id in its answer";
    }

    /** A stored secret was replaced by one from the settings. */
    public static String secretReplaced(String setting) {
        return "FLIP-SERVER-0003: the secret in " + setting + " differs from the stored one and replaces it";
    }

    /** A stream ended because its client is gone. */
    public static String streamEnded(Throwable cause) {
        return "FLIP-SERVER-0004: an event stream ended: " + cause;
    }

    /** The database did not say what changed. */
    public static String notReplayed(Throwable cause) {
        return "FLIP-SERVER-0005: could not read the changes that a returning client missed, so it fetches all"
                + " flags: " + cause;
    }

    /** Old changes could not be deleted. */
    public static String notForgotten(Throwable cause) {
        return "FLIP-SERVER-0006: could not delete old changes; trying again in an hour: " + cause;
    }

    /** A filter in the way. */
    public static String noAsync(Throwable cause) {
        return "FLIP-SERVER-0007: could not open an event stream, because a filter in front of it does not support"
                + " asynchronous requests (" + cause + "); set async-supported for every filter that the web"
                + " application has";
    }

    /** A listener of an event stream threw. */
    public static String beatFailed() {
        return "FLIP-SERVER-0008: a listener of an event stream failed; streams go on without it";
    }

    /** The container blocks writes to clients that read nothing. */
    public static String sendersExhausted(int number) {
        return "FLIP-SERVER-0009: " + number
                + " event streams read nothing, and the container blocks writes to them; new"
                + " streams get 503 until some of these are gone; configure the container to give up such"
                + " connections sooner";
    }

    /** Somebody presents what is nobody's; it is not repeated here. */
    public static String wrongCredentials(long number, String credential, String address) {
        return "FLIP-SERVER-0060: wrong credentials: " + number + " since the last such line; the last one, for"
                + " the " + credential + ", came from " + address + "; correct the client there, or block it;"
                + " logged once a minute at most";
    }

    /** The data folder is open to others. */
    public static String dataOpenToOthers(Path folder, String reason) {
        return "FLIP-SERVER-0061: the data folder " + folder + " may be open to other users of this machine (" + reason
                + "); let only the server's user into it";
    }

    /** The database is gone; evaluation goes on from memory. */
    public static String databaseLost(Object place, String reason) {
        return "FLIP-SERVER-0020: the database is not available: " + place + " (" + reason
                + "); flags keep their last known state, and changes are refused until it is back";
    }

    /** The database is there again. */
    public static String databaseBack(Object place) {
        return "FLIP-SERVER-0021: the database is available again: " + place;
    }

    /** The database was set back, or is another one. */
    public static String otherHistory(String environment, Object known, Object found) {
        return "FLIP-SERVER-0040: the database holds another history of " + environment + " than before (known: "
                + known + ", found: " + found + "), for instance after a backup was restored; its flags are served"
                + " from now on, and all clients fetch them anew; check whether changes are lost";
    }

    /** A row that makes no sense. */
    public static String damaged(String environment, String place, String reason) {
        return "FLIP-SERVER-0042: could not read " + place + " in " + environment + " from the database (" + reason
                + "); it is answered with an error, and everything else is served; store the flag's definition or"
                + " the segment again by PUT";
    }

    /** The process ends. */
    public static String outOfMemory() {
        return "FLIP-SERVER-0049: out of memory: the process ends with exit code 3, because changes could be half"
                + " done; start it again, with more memory by java -Xmx… -jar flipswitch.war";
    }

    /** The thread that looks after the database met an error. */
    public static String watchFailed() {
        return "FLIP-SERVER-0041: could not check the database; trying again";
    }

    /** The file of the database stays as large as it is. */
    public static String notCompacted(String reason) {
        return "FLIP-SERVER-0031: could not compact the database file at the stop (" + reason
                + "); nothing is lost, and the next stop tries again";
    }

    /** The database's file is gone, and so is what was open of it. */
    public static String notShutDown(Throwable cause) {
        return "FLIP-SERVER-0032: could not close a database whose file is gone: " + cause;
    }

    /** The driver stays in the JVM's list. */
    public static String driverNotUnloaded(Throwable cause) {
        return "FLIP-SERVER-0033: could not remove PostgreSQL's driver from the JVM at the stop: " + cause;
    }

    /** The connection may have ended before. */
    public static String soleServerNotEnded(Throwable cause) {
        return "FLIP-SERVER-0034: could not close the connection that keeps other servers away: " + cause;
    }

    /** The process ends all the same. */
    public static String stopFailed(Throwable cause) {
        return "FLIP-SERVER-0035: the server did not stop cleanly: " + cause;
    }

    /** As the JDK says it where nobody else does. */
    public static String threadEnded(String thread, Throwable failure) {
        return "FLIP-SERVER-0048: the thread " + thread + " ended by an error that nobody caught: " + failure;
    }

    /** A setting that nothing reads. */
    public static String unknownSetting(String name, String nearest) {
        return "FLIP-SERVER-0023: setting " + name + " does not exist and has no effect; did you mean " + nearest + "?";
    }

    /** The launcher waited long enough. */
    public static String requestsCutOff(Duration limit) {
        return "FLIP-SERVER-0022: cut off requests that took longer than " + limit.toMillis()
                + " ms after the stop began; -Dflipswitch.server.stop-timeout-millis=… gives them more time";
    }

    /** A setting that can't be used. */
    public static String badSetting(String name, String value, String expectation) {
        return "FLIP-SERVER-0101: " + name + " is '" + value + "' but must be " + expectation + "; set -D" + name
                + "=… or " + variable(name);
    }

    /** A secret that can't be used; it is not repeated here. */
    public static String badSecret(String name, String fault) {
        return "FLIP-SERVER-0102: " + name + " " + fault + "; set -D" + name + "=… or " + variable(name);
    }

    /** A secret that can be guessed. */
    public static String shortSecret(String name, int least) {
        return "FLIP-SERVER-0160: " + name + " is too short and can be guessed; give it at least " + least
                + " characters, by -D" + name + "=… or " + variable(name);
    }

    /** Two secrets are one. */
    public static String sameSecret(String name, String other) {
        return "FLIP-SERVER-0161: " + name + " is the same as " + other + ", so whoever has one has the other; set"
                + " another by -D" + name + "=… or " + variable(name);
    }

    /** Somebody else listens there, or only the superuser may. */
    public static String portUnavailable(int port, String reason) {
        return "FLIP-SERVER-0103: port " + port + " is not available (" + reason + "); stop the program that"
                + " listens there, or choose another by -Dflipswitch.server.port=… or FLIPSWITCH_SERVER_PORT";
    }

    /** Another process has the database open. */
    public static String dataInUse(Path folder) {
        return "FLIP-SERVER-0104: the database in " + folder + " is in use by another process; stop that one, or"
                + " choose another folder by -Dflipswitch.server.data=… or FLIPSWITCH_SERVER_DATA";
    }

    /** The folder or the database in it can't be used. */
    public static String dataUnusable(Path folder, String reason) {
        return "FLIP-SERVER-0105: the data folder " + folder + " can't be used (" + reason
                + "); correct that, or choose another by -Dflipswitch.server.data=… or FLIPSWITCH_SERVER_DATA";
    }

    /** Another process has the database open. */
    public static String databaseInUse(Object place) {
        return "FLIP-SERVER-0120: the database " + place + " is in use by another process; stop that one, or"
                + " choose another by -Dflipswitch.server.database-url=… or FLIPSWITCH_SERVER_DATABASE_URL";
    }

    /** The database can't be reached or used. */
    public static String databaseUnusable(Object place, String reason) {
        return "FLIP-SERVER-0121: the database " + place + " can't be used (" + reason
                + "); start it, or correct -Dflipswitch.server.database-url=…, -user=… and -password=… or"
                + " FLIPSWITCH_SERVER_DATABASE_URL, _USER and _PASSWORD";
    }

    /** Another flag server has the database. */
    public static String secondServer(Object place, String other) {
        return "FLIP-SERVER-0130: another flag server works with the database " + place + " (" + other
                + "); stop that one, or let several work with it by -Dflipswitch.server.nodes=several or"
                + " FLIPSWITCH_SERVER_NODES";
    }

    /** There can't be a folder. */
    public static String noFolder(Path folder, Path blocker) {
        return "FLIP-SERVER-0140: the data folder " + folder + " can't be used: " + blocker
                + " is not a folder; move it away," + ELSEWHERE;
    }

    /** Nothing can be written there. */
    public static String unwritable(Object place, String reason) {
        return "FLIP-SERVER-0141: " + place + " is not writable, so changes can't be stored (" + reason
                + "); let the server's user write to it," + ELSEWHERE;
    }

    /** An empty file. */
    public static String emptyFile(Object file) {
        return "FLIP-SERVER-0142: the database file " + file + " is empty, perhaps because the disk was full or"
                + " the power failed at the first start; put a backup in its place, or delete it if it never held"
                + " flags, and start again";
    }

    /** It is not ours, or nobody could say that it was. */
    public static String otherFile(Object file) {
        return "FLIP-SERVER-0143: the file " + file + " is not an H2 database, or its beginning is damaged; put a"
                + " backup in its place, or move it away if another program made it," + ELSEWHERE;
    }

    /** Parts of the file are missing or wrong. */
    public static String damagedFile(Object file, String reason) {
        return "FLIP-SERVER-0144: the database file " + file + " is damaged (" + reason
                + "); put a backup in its place, or recover readable data by H2's org.h2.tools.Recover";
    }

    /** There is no room. */
    public static String noRoom(Object place, int bytes) {
        return "FLIP-SERVER-0145: there is no room in " + place + " for the " + bytes / 1024
                + " KiB that a start may need; free some," + ELSEWHERE;
    }

    /** Nobody is let in. */
    public static String wrongUser(Object place) {
        return "FLIP-SERVER-0146: the user or the password for the database " + place
                + " is wrong; correct -Dflipswitch.server.database-user=… and"
                + " -Dflipswitch.server.database-password=…, or FLIPSWITCH_SERVER_DATABASE_USER and _PASSWORD,"
                + " which go with a database-url";
    }

    /** A folder where the file would be. */
    public static String folderForFile(Object file) {
        return "FLIP-SERVER-0147: the database file " + file + " is a folder; move it away," + ELSEWHERE;
    }

    /** The file can't be opened. */
    public static String unreadable(Object file, String reason) {
        return "FLIP-SERVER-0148: the database file " + file + " can't be read (" + reason
                + "); let the server's user read and write it," + ELSEWHERE;
    }

    /** The container's data source is missing, or can't be used. */
    public static String dataSourceUnusable(String name, String reason) {
        return "FLIP-SERVER-0122: the data source " + name + " can't be used (" + reason
                + "); define it in the container, or correct -Dflipswitch.server.data-source=… or"
                + " FLIPSWITCH_SERVER_DATA_SOURCE";
    }

    /** Anything else that kept the server from starting. */
    public static String cannotStart(String reason) {
        return "FLIP-SERVER-0106: the server can't start: " + reason;
    }

    /** Arguments on the command line. */
    public static String noArguments() {
        return "FLIP-SERVER-0107: arguments are not supported; settings go before -jar, such as java"
                + " -Dflipswitch.server.port=8081 -jar flipswitch.war";
    }

    /** Fewer files may be open than the settings need. */
    public static String fewFiles(long limit, int streams) {
        return "FLIP-SERVER-0150: this process may open " + limit + " files, so it refuses more than " + streams
                + " event streams (503); to allow more, raise the limit by ulimit -n or LimitNOFILE";
    }

    /** There are as many connections as files allow. */
    public static String tooManyConnections(int most) {
        return "FLIP-SERVER-0050: there are " + most + " connections, as many as the limit of open files allows;"
                + " new ones replace idle ones or are refused; raise the limit by ulimit -n or LimitNOFILE";
    }

    /** The system has no connection for us. */
    public static String notAccepted(Throwable cause) {
        return "FLIP-SERVER-0051: could not accept connections (" + cause + "); closing idle ones and trying"
                + " again; raise the limit of open files by ulimit -n or LimitNOFILE";
    }

    /** The settings' file can't be read. */
    public static String fileUnusable(String file, String reason) {
        return "FLIP-SERVER-0108: the settings file " + file + " can't be read (" + reason
                + "); name a .properties file by -Dflipswitch.server.config-file=… or FLIPSWITCH_SERVER_CONFIG_FILE";
    }
}
