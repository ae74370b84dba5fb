package dev.flipswitch.it.war;

import dev.flipswitch.cdi.FeatureGate;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource behind gates. */
@Path("reports")
@RequestScoped
public class Reports {
    @GET
    @FeatureGate("reports")
    public String report() {
        return "report";
    }

    @GET
    @Path("all")
    @FeatureGate(value = "reports", status = 451)
    public String all() {
        return "all";
    }
}
