package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureDisabledException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.NoSuchEJBException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Calls whom the query names, and answers with what comes of it. */
@WebServlet("/call")
public class FrontServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    @SuppressWarnings("NullAway.Init") // the container does it
    transient Office office;

    @EJB
    @SuppressWarnings("NullAway.Init")
    transient Orders orders;

    @EJB
    @SuppressWarnings("NullAway.Init")
    transient Desk desk;

    @EJB
    @SuppressWarnings("NullAway.Init")
    transient Post post;

    @EJB
    @SuppressWarnings("NullAway.Init")
    transient Archive archive;

    @EJB
    @SuppressWarnings("NullAway.Init")
    transient Depot depot;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient Instance<Visit> visits;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient Notebook notebook;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient Cart cart;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient Wishes wishes;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().write(called(String.valueOf(request.getQueryString())));
        } catch (FeatureDisabledException e) {
            response.getWriter().write("closed: " + e.flagKey());
        } catch (EJBException e) {
            response.getWriter().write("a system exception: " + e.getCause());
        } catch (ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String called(String whom) throws InterruptedException, ExecutionException, TimeoutException {
        return switch (whom) {
            case "opening" -> office.opening();
            case "rounds" -> office.rounds();
            case "order" -> desk.order();
            case "sent" -> orders.sent();
            case "asynchronous" -> orders.theme().get(10, TimeUnit.SECONDS);
            case "add" -> cart.add();
            case "express" -> cart.express();
            case "wish" -> wishes.wish();
            case "message" -> {
                post.send();
                yield notebook.read();
            }
            case "night" -> {
                BatchRuntime.getJobOperator().start("night", new Properties());
                yield notebook.read();
            }
            case "parcel" -> depot.parcel();
            case "leave" -> left(visits.get(), Visit::leave);
            case "leave-anyway" -> left(visits.get(), Visit::leaveAnyway);
            case "note" -> archive.keep();
            default -> "nobody";
        };
    }

    private static String left(Visit visit, Function<Visit, String> way) {
        try {
            return way.apply(visit);
        } catch (FeatureDisabledException e) {
            try {
                return visit.going();
            } catch (NoSuchEJBException gone) {
                return "gone";
            }
        }
    }
}
