package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Foreign;
import org.junit.jupiter.api.Test;

class OpenWebBeansForeignPackageTest extends ForeignPackageContract {
    OpenWebBeansForeignPackageTest() {
        super(Kind.OPEN_WEB_BEANS);
    }

    /** OpenWebBeans does not intercept such methods. */
    @Test
    void aGateOnADefaultMethodIsAProblem() {
        assertThat(failure(Foreign.Reports.class))
                .contains("FLIP-CDI-0030: the gate of the flag 'reports' at com.example.shop.Foreign$Report.report()");
    }
}
