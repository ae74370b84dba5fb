package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Tells which deployment answers, with its flag, and how many of all that there were are in memory. */
@WebServlet("/which")
public class RedeployedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String KEY = RedeployedServlet.class.getName();

    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    transient Supplier<String> theme;

    @Override
    public void init() {
        all().add(new WeakReference<>(getClass().getClassLoader()));
    }

    /** Those of all deployments: a list of the JVM's, which refers to no class of any. */
    @SuppressWarnings("unchecked")
    private static List<WeakReference<ClassLoader>> all() {
        return (List<WeakReference<ClassLoader>>)
                System.getProperties().computeIfAbsent(KEY, key -> new CopyOnWriteArrayList<>());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        System.gc();
        long live = all().stream().filter(loader -> !loader.refersTo(null)).count();
        try (InputStream version = getServletContext().getResourceAsStream("/version.txt")) {
            String text = new String(Objects.requireNonNull(version).readAllBytes(), StandardCharsets.UTF_8);
            response.getWriter().write(text + " " + theme.get() + " " + live + " of " + all().size());
        }
    }
}
