package dev.flipswitch.server.operations;

import dev.flipswitch.server.json.JsonWriter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the container says of an error, without the details that some containers show. Stateless. */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public final class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String ALLOW = "Allow";

    /** For the container. */
    public ErrorPage() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.getHeader(RequestIdFilter.HEADER) == null) { // refused before the filters
            response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.sane(request.getHeader(RequestIdFilter.HEADER)));
        }
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_NOT_FOUND;
        write(
                response,
                status,
                request.getMethod(),
                String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)));
    }

    static void write(HttpServletResponse response, int asked, String method, String path) throws IOException {
        int status =
                asked == HttpServletResponse.SC_NOT_IMPLEMENTED ? HttpServletResponse.SC_METHOD_NOT_ALLOWED : asked;
        if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED && response.getHeader(ALLOW) == null) {
            response.setHeader(ALLOW, NotAllowed.OF_SERVLETS);
        }
        String text = text(status, method, response.getHeader(ALLOW));
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream()
                .write(JsonWriter.bytes(
                        path.contains("/ofrep/")
                                ? Map.of("errorCode", "GENERAL", "errorDetails", text)
                                : Map.of("error", Map.of("message", text))));
    }

    private static String text(int status, String method, @Nullable String allowed) {
        if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            return NotAllowed.text(method, allowed);
        }
        if (status == HttpServletResponse.SC_NOT_FOUND) {
            return "There is nothing at this address.";
        }
        return status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                ? "The request can't be understood."
                : "The server can't answer this now; its log says more.";
    }
}
