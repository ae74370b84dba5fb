package dev.flipswitch.it.war;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** JAX-RS, with nothing registered by hand. */
@ApplicationPath("api")
public class Api extends Application {}
