package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureDisabledException;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** Has a transaction of its own, in which it calls others. */
@Stateless
public class Desk {
    @EJB
    @SuppressWarnings("NullAway.Init") // the container does it
    Orders orders;

    @Resource
    @SuppressWarnings("NullAway.Init")
    SessionContext context;

    /** Goes on without what a gate keeps from it. */
    public String order() {
        String sent;
        try {
            sent = orders.express();
        } catch (FeatureDisabledException e) {
            sent = "no " + e.flagKey();
        }
        return sent + (context.getRollbackOnly() ? ", rolled back" : ", committed");
    }
}
