package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.rules.Attributes;
import dev.flipswitch.server.api.http.BodyBudget;
import dev.flipswitch.server.api.http.RequestBody;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.json.MalformedJsonException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The context of an evaluation. Immutable.
 *
 * @param members all that the client sent
 */
record EvaluationContext(Map<?, ?> members) {

    private static final String TARGETING_KEY = "targetingKey";

    /** A request that holds no usable context. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final String code;

        public Refused(String code, String details) {
            super(details);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    static EvaluationContext read(InputStream body) throws Refused {
        Map<?, ?> request;
        try {
            request = RequestBody.read(body, BodyBudget.Kind.EVALUATION);
        } catch (MalformedJsonException e) {
            throw new Refused("PARSE_ERROR", "The body is " + e.getMessage() + ".");
        } catch (RequestBody.NoObjectException e) {
            throw new Refused("PARSE_ERROR", String.valueOf(e.getMessage()));
        }
        Object context = request.containsKey("context") ? request.get("context") : Map.of();
        if (!(context instanceof Map<?, ?> members)) {
            throw new Refused("INVALID_CONTEXT", "context must be a JSON object.");
        }
        if (members.get(TARGETING_KEY) != null && !(members.get(TARGETING_KEY) instanceof String)) {
            throw new Refused("INVALID_CONTEXT", "context.targetingKey must be a string.");
        }
        Optional<String> fault = ContextLimits.fault(members);
        if (fault.isPresent()) {
            throw new Refused("INVALID_CONTEXT", fault.get() + ".");
        }
        return new EvaluationContext(members);
    }

    /** Whom to evaluate for. */
    Attributes attributes() {
        return Attributes.of(members);
    }

    String canonical() {
        return JsonWriter.canonical(members);
    }
}
