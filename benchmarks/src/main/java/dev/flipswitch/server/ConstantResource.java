package dev.flipswitch.server;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Returns the JSON of an evaluation without evaluating anything. Stateless. */
@Path("/")
public final class ConstantResource {

    private static final String JSON =
            "{\"key\":\"flag\",\"value\":true,\"reason\":\"TARGETING_MATCH\",\"variant\":\"on\","
                    + "\"metadata\":{\"flagType\":\"boolean\",\"version\":2,\"rule\":\"last\"}}";

    /** For the container. */
    public ConstantResource() {}

    /**
     * Always the same.
     *
     * @return JSON
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public String constant() {
        return JSON;
    }
}
