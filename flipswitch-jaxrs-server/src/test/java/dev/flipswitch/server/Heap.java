package dev.flipswitch.server;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/** What is in this process' heap. Stateless. */
public final class Heap {

    private Heap() {}

    /** The classes of all objects that are still reachable, one a line. */
    public static String histogram() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }
}
