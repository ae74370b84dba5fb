package dev.flipswitch.demo;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The demo shop on a Jetty with Weld and JSP, at the root of a port of its own. For one thread. */
final class ShopServer {
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    /** Takes the port, so that a taken one is found before anything else starts. */
    ShopServer(int port) throws Exception {
        connector.setHost(Demo.HOST);
        connector.setPort(port);
        connector.open();
        jetty.addConnector(connector);
    }

    void start(Path war) throws Exception {
        WebAppContext shop = new WebAppContext(war.toString(), "/");
        shop.setThrowUnavailableOnStartupException(true);
        shop.addConfiguration(new AnnotationConfiguration());
        shop.setAttribute("org.eclipse.jetty.cdi", "CdiDecoratingListener");
        shop.addEventListener(new DecoratingListener(shop, "org.eclipse.jetty.cdi.decorator"));
        jetty.setHandler(shop);
        jetty.start();
    }

    String url() {
        return "http://" + Demo.HOST + ":" + connector.getLocalPort() + "/";
    }

    void stop() throws Exception {
        jetty.stop();
        connector.close();
    }
}
