package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.function.Supplier;

/** The step of a batch job: {@code META-INF/batch-jobs/night.xml}. */
@Named
@Dependent
public class Night extends AbstractBatchlet {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Notebook notebook;

    @Override
    @FeatureGate(value = "express", fallback = "slowly")
    public String process() {
        notebook.write("express, " + theme.get());
        return "done";
    }

    String slowly() {
        notebook.write("slowly, " + theme.get());
        return "done";
    }
}
