package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManageableThread;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What Jakarta Concurrency has to do with flags. */
@Path("threads")
@RequestScoped
@ContextServiceDefinition(name = "java:app/concurrent/flagContext")
@ManagedExecutorDefinition(name = "java:app/concurrent/flags", context = "java:app/concurrent/flagContext")
public class Threads {
    @Resource
    @SuppressWarnings("NullAway.Init") // the container does it
    ManagedExecutorService executor;

    @Resource(lookup = "java:app/concurrent/flags")
    @SuppressWarnings("NullAway.Init")
    ManagedExecutorService defined;

    @Inject
    @Flag("theme")
    Supplier<String> theme;

    @GET
    @Path("here")
    public String here() {
        return theme.get();
    }

    @GET
    @Path("executor")
    public String onDefaultExecutor() throws InterruptedException, ExecutionException {
        return executor.submit(theme::get).get();
    }

    @GET
    @Path("defined-executor")
    public String onDefinedExecutor() throws InterruptedException, ExecutionException {
        return defined.submit(theme::get).get();
    }

    /** The threads that flipswitch has, and whether the container made them. */
    @GET
    public String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("flipswitch-"))
                .map(thread -> thread.getName() + " managed: " + (thread instanceof ManageableThread))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
