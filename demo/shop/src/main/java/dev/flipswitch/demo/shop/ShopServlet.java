package dev.flipswitch.demo.shop;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The shop's page. The JSP reads its flags by {@code ${flags['…']}}. */
@WebServlet("")
public class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** No script but the shop's own files, and flipswitch's. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    transient Checkout checkout;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        request.setAttribute("shippingCents", checkout.shippingCents());
        request.getRequestDispatcher("/WEB-INF/shop.jsp").forward(request, response);
    }
}
