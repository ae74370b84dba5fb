package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagDomain;
import dev.flipswitch.cdi.FlagValue;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Supplier;

/** What CDI is there for, and beans of the application itself take part in. */
@Path("features")
@RequestScoped
public class Features {
    @Inject
    @Flag(value = "pricing", defaultValue = "v1")
    @SuppressWarnings("NullAway.Init") // the container does it
    Pricing pricing;

    @Inject
    @Flag(value = "invoices", domain = "billing")
    @SuppressWarnings("NullAway.Init")
    Supplier<Boolean> invoices;

    @Inject
    @FlagDomain("billing")
    @SuppressWarnings("NullAway.Init")
    Client billing;

    @Inject
    @Flag(value = "lab", domain = "labs")
    @SuppressWarnings("NullAway.Init")
    FlagValue<String> lab;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Changes changes;

    @GET
    @Path("pricing")
    public int price() {
        return pricing.cents(1);
    }

    @GET
    @Path("billing")
    public String billing() {
        return invoices.get() + " " + billing.getBooleanValue("invoices", false);
    }

    @GET
    @Path("labs")
    public String lab() {
        return lab.get();
    }

    @GET
    @Path("changes")
    public String changes() {
        List<String> seen = changes.seen();
        return String.join("\n", seen);
    }
}
