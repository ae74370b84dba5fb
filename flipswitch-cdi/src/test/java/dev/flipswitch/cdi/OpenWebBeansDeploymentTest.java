package dev.flipswitch.cdi;

class OpenWebBeansDeploymentTest extends DeploymentContract {
    OpenWebBeansDeploymentTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
