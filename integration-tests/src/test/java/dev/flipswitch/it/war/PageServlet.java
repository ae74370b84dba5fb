package dev.flipswitch.it.war;

import dev.flipswitch.servlet.RequestFlags;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows a flag, or that the request has none. */
@WebServlet(urlPatterns = "/", asyncSupported = true)
public class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object flags = request.getAttribute(RequestFlags.ATTRIBUTE);
        response.getWriter().write(flags instanceof RequestFlags here ? here.toJson("dark-mode") : "no flags");
    }
}
