package com.example.shop;

import dev.flipswitch.servlet.RequestFlags;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

@WebServlet("/greeting")
public class Greeting extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean sale = RequestFlags.of(request).getBoolean("sale", false);
        response.setContentType("text/plain");
        response.getWriter().println(sale ? "Sale!" : "Welcome");
    }
}
