package com.example.shop;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;

@ContextServiceDefinition(name = "java:app/concurrent/flagContext")
@ManagedExecutorDefinition(name = "java:app/concurrent/flags", context = "java:app/concurrent/flagContext")
@ApplicationScoped
public class Orders {
    @Resource(lookup = "java:app/concurrent/flags")
    ManagedExecutorService executor;
}
