package com.example.shop;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.security.Principal;

@ServerEndpoint("/talk")
@Dependent // Open Liberty injects into beans alone
public class Talk {
    @Inject
    Client client;

    @OnMessage
    public String answer(Session session, String question) {
        Principal user = session.getUserPrincipal(); // null if nobody has logged in
        EvaluationContext asking = user == null ? new ImmutableContext() : new ImmutableContext(user.getName());
        return client.getBooleanValue("new-answers", false, asking) ? "a new answer" : "an answer";
    }
}
