package dev.flipswitch.demo.shop;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.servlet.RequestFlags;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What an open page asks for when a flag has changed. */
@WebServlet("/state")
public class StateServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** A servlet lives as long as the application, so the plain value is injected anew for each request. */
    @Inject
    @Flag("dark-mode")
    transient Instance<Boolean> darkMode;

    @Inject
    transient RequestFlags flags;

    @Inject
    transient Checkout checkout;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.getWriter()
                .printf(
                        "{\"darkMode\":%b,\"banner\":%b,\"shippingCents\":%d}%n",
                        darkMode.get(), flags.getBoolean("winter-sale", false), checkout.shippingCents());
    }
}
