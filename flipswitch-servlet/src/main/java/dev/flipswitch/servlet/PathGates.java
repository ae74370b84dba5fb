package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Value;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows to a request what is behind gates only if the flags of all of these are on for its user. Thread-safe. */
final class PathGates {
    private static final System.Logger LOG = System.getLogger(PathGates.class.getName());

    private final List<PathGate> gates;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    PathGates(List<PathGate> gates) {
        this.gates = gates;
    }

    /** Whether the request may go on; if not, it has its answer. */
    boolean open(HttpServletRequest request, HttpServletResponse response, RequestFlags flags) throws IOException {
        if (gates.isEmpty()) {
            return true;
        }
        Set<String> paths = RequestPaths.of(request);
        for (PathGate gate : gates) {
            if (paths.stream().anyMatch(gate::matches)) {
                CacheControl.restrict(response, "private");
                if (!isOn(gate, flags)) {
                    shut(gate, request, response);
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isOn(PathGate gate, RequestFlags flags) {
        FlagEvaluationDetails<Value> details = flags.getDetails(gate.flag());
        boolean on = Boolean.TRUE.equals(ValueConversion.toObject(details.getValue()));
        if (!on) {
            warn(gate, details);
        }
        return on;
    }

    /** Says once of each flag why its gates stay shut for everybody. */
    private void warn(PathGate gate, FlagEvaluationDetails<Value> details) {
        if (details.getErrorCode() == ErrorCode.FLAG_NOT_FOUND) {
            if (warned.add(gate.flag())) {
                LOG.log(Level.WARNING, Messages.unknownGate(gate.flag()));
            }
        } else if (details.getErrorCode() == null) {
            String type = ValueConversion.otherThanBoolean(details.getValue());
            if (!type.isEmpty() && warned.add(gate.flag())) {
                LOG.log(Level.WARNING, Messages.gateOfOtherType(gate.flag(), gate.path(), type));
            }
        }
    }

    private static void shut(PathGate gate, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (gate.location().isEmpty()) {
            response.sendError(gate.status());
        } else if (gate.location().startsWith("/")) {
            response.sendRedirect(request.getContextPath() + gate.location());
        } else {
            response.sendRedirect(gate.location());
        }
    }
}
