package com.example.shop;

import dev.flipswitch.cdi.Flag;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

@WebServlet("/welcome")
public class Welcome extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    @Flag("sale")
    Supplier<Boolean> sale; // the current value at each call

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().println(sale.get() ? "Sale!" : "Welcome");
    }
}
