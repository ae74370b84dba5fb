package dev.flipswitch.cdi;

class WeldMonitoringTest extends MonitoringContract {
    WeldMonitoringTest() {
        super(Kind.WELD);
    }
}
