package dev.flipswitch.servlet;

import dev.openfeature.sdk.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows to a request what is behind gates only if the flags of all of these are on for its user. Thread-safe. */
final class PathGates {
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
                if (!isOn(gate.flag(), flags)) {
                    shut(gate, request, response);
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isOn(String flag, RequestFlags flags) {
        boolean on = flags.getBoolean(flag, false);
        if (!on && flags.getDetails(flag).getErrorCode() == ErrorCode.FLAG_NOT_FOUND && warned.add(flag)) {
            Messages.unknownGate(flag);
        }
        return on;
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
