package dev.flipswitch.server.api.http;

import dev.flipswitch.server.flags.StoreUnavailableException;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.messages.Messages;
import dev.flipswitch.server.operations.NotAllowed;
import dev.flipswitch.server.operations.RequestIdFilter;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives every error a JSON body, and those that nobody expected an id instead of details. Thread-safe. */
public abstract class ErrorMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOGGER = System.getLogger(ErrorMapper.class.getName());
    private static final int RETRY_AFTER_SECONDS = 2;

    /** The present request; there is none where nothing is injected. */
    @Inject
    @Nullable
    HttpServletRequest request;

    /** The body of an error that has nothing to do with flags. */
    protected abstract Map<String, Object> body(String message);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof NotFoundException) {
            return JsonResponses.json(404, body("There is nothing at this address."))
                    .build();
        }
        if (failure instanceof ApiKeyCheck.Refused refused) {
            return JsonResponses.refused(refused, body(refused.details()));
        }
        if (failure instanceof RequestBody.TooLongException) {
            return JsonResponses.json(413, body(String.valueOf(failure.getMessage())))
                    .build();
        }
        if (failure instanceof RequestBody.EncodedException) {
            return JsonResponses.json(415, body(String.valueOf(failure.getMessage())))
                    .header(HttpHeaders.ACCEPT_ENCODING, "identity")
                    .build();
        }
        if (failure instanceof StoreUnavailableException || failure instanceof BodyBudget.BusyException) {
            return JsonResponses.json(503, body(String.valueOf(failure.getMessage())))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        if (failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            Response response = refused.getResponse();
            String text = failure instanceof NotAllowedException
                    ? notAllowed(response.getHeaderString(HttpHeaders.ALLOW))
                    : response.getStatusInfo().getReasonPhrase() + ".";
            return Response.fromResponse(response)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(JsonWriter.bytes(body(text)))
                    .build();
        }
        HttpServletRequest asked = request;
        String id = asked == null ? UUID.randomUUID().toString() : RequestIdFilter.of(asked);
        LOGGER.log(Level.ERROR, Messages.unexpected(id), failure);
        return JsonResponses.json(500, body("Unexpected error " + id + "; the server's log says more."))
                .build();
    }

    private String notAllowed(@Nullable String allowed) {
        HttpServletRequest asked = request;
        return NotAllowed.text(asked == null ? "" : asked.getMethod(), allowed);
    }
}
