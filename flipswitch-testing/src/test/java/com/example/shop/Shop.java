package com.example.shop;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

@ApplicationScoped
public class Shop {
    private final List<String> changes = new CopyOnWriteArrayList<>();

    @Inject
    @Flag("sale")
    Supplier<Boolean> sale;

    public String banner() {
        return sale.get() ? "Sale!" : "Welcome";
    }

    void on(@Observes FlagChanged change) {
        changes.add(change.key() + " " + change.oldValue(Boolean.class) + " " + change.newValue(Boolean.class));
    }

    public List<String> changes() {
        return changes;
    }
}
