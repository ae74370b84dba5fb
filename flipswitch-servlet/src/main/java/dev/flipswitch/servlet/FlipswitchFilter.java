package dev.flipswitch.servlet;

import dev.flipswitch.FlipswitchOptions;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Gives each request its {@link RequestFlags}. The web fragment of this module maps it to {@code /*}; evaluations go
 * through the OpenFeature client of the domain in the filter's init parameter {@code domain} or else in
 * {@link FlipswitchOptions#domain()}. A request that reads no flag costs no evaluation. Thread-safe.
 */
public class FlipswitchFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private String domain = "";

    /** Called by the container. */
    public FlipswitchFilter() {}

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        String configured = config.getInitParameter("domain");
        domain = configured == null ? FlipswitchOptions.fromEnvironment().domain() : configured;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(RequestFlags.ATTRIBUTE) == null) {
            var client = OpenFeatureAPI.getInstance().getClient(domain);
            request.setAttribute(RequestFlags.ATTRIBUTE, new RequestFlags(client, request));
        }
        chain.doFilter(request, response);
    }
}
