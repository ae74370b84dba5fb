/** A filter that gives each request its flags. */
module dev.flipswitch.servlet {
    requires transitive dev.flipswitch.core;
    requires transitive jakarta.servlet;
    requires static transitive org.jspecify;

    exports dev.flipswitch.servlet;
}
