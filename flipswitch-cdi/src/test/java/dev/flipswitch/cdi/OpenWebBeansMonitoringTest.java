package dev.flipswitch.cdi;

class OpenWebBeansMonitoringTest extends MonitoringContract {
    OpenWebBeansMonitoringTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
