package dev.flipswitch.cdi;

class WeldDeploymentTest extends DeploymentContract {
    WeldDeploymentTest() {
        super(Kind.WELD);
    }
}
