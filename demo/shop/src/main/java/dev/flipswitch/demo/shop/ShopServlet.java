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

    @Inject
    transient Checkout checkout;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        request.setAttribute("shippingCents", checkout.shippingCents());
        request.getRequestDispatcher("/WEB-INF/shop.jsp").forward(request, response);
    }
}
