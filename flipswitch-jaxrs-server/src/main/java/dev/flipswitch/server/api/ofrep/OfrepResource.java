package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.rules.Evaluation;
import dev.flipswitch.server.api.http.FlagAddress;
import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.api.stream.StreamResource;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.operations.Metrics;
import dev.flipswitch.server.security.CredentialVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;

/** Evaluates one flag or all. Thread-safe. */
@Path("v1/evaluate/flags")
@ApplicationScoped
public class OfrepResource {

    @Inject
    FlagService flags;

    @Inject
    Metrics metrics;

    @Inject
    CredentialVerifier access;

    private final EvaluationJsonCache texts = new EvaluationJsonCache();

    /** For the container. */
    public OfrepResource() {}

    /**
     * Evaluates one flag.
     *
     * @param body the context
     * @return the evaluation
     */
    @POST
    @Path("{key: .+}")
    public Response one(InputStream body) {
        Environment environment = ApiKeyFilter.environment();
        String key = FlagAddress.key(ApiKeyFilter.request());
        EvaluationContext context;
        try {
            context = EvaluationContext.read(body);
        } catch (EvaluationContext.Refused e) {
            count(environment, "one", e.code());
            return JsonResponses.json(400, JsonResponses.error(key, e.code(), String.valueOf(e.getMessage())))
                    .build();
        }
        Snapshot snapshot = flags.snapshot(environment);
        Optional<Evaluation> evaluation = snapshot.ruleset().evaluate(key, context.attributes());
        if (snapshot.isDamaged(key)) {
            count(environment, "one", "GENERAL");
            return JsonResponses.json(500, OfrepJson.damaged(key)).build();
        }
        if (evaluation.isEmpty()) {
            count(environment, "one", "FLAG_NOT_FOUND");
            return JsonResponses.json(404, JsonResponses.error(key, "FLAG_NOT_FOUND", "There is no flag " + key + "."))
                    .build();
        }
        boolean served = evaluation.get() instanceof Evaluation.Served;
        count(environment, "one", outcome(evaluation.get()));
        return JsonResponses.json(
                        served ? 200 : 400, texts.of(environment, snapshot).apply(key, evaluation.get()))
                .build();
    }

    /**
     * Evaluates all flags.
     *
     * @param uri where this was asked
     * @param body the context
     * @return the evaluations, or that nothing changed
     */
    @POST
    public Response all(@Context UriInfo uri, InputStream body) {
        if (!FlagAddress.key(ApiKeyFilter.request()).isEmpty()) {
            return one(body); // a key that begins with a semicolon is none to JAX-RS
        }
        Environment environment = ApiKeyFilter.environment();
        EvaluationContext context;
        try {
            context = EvaluationContext.read(body);
        } catch (EvaluationContext.Refused e) {
            count(environment, "all", e.code());
            return JsonResponses.json(400, JsonResponses.error(e.code(), String.valueOf(e.getMessage())))
                    .build();
        }
        Snapshot snapshot = flags.snapshot(environment);
        Optional<String> stream = access.streamToken(environment)
                .map(token -> uri.getBaseUri().getRawPath() + StreamResource.PATH + token);
        String tag = EntityTags.of(environment, snapshot, stream.orElse(""), context);
        boolean known = EntityTags.matches(ApiKeyFilter.request().getHeaders(HttpHeaders.IF_NONE_MATCH), tag);
        count(environment, "all", known ? "NOT_MODIFIED" : "EVALUATED");
        Response.ResponseBuilder answer = known
                ? Response.status(304)
                : JsonResponses.json(
                        200,
                        OfrepJson.bulk(
                                environment,
                                snapshot.ruleset().evaluateAll(context.attributes()),
                                snapshot.damagedFlags(),
                                texts.of(environment, snapshot),
                                stream));
        return answer.header(HttpHeaders.ETAG, tag).build();
    }

    private static String outcome(Evaluation evaluation) {
        return evaluation instanceof Evaluation.Served served ? served.reason().name() : "TARGETING_KEY_MISSING";
    }

    private void count(Environment environment, String request, String outcome) {
        metrics.evaluated(environment, request, outcome);
    }
}
