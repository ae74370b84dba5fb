package dev.flipswitch.http;

import dev.flipswitch.messages.Messages;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that can be let go of. The JDK's runs a thread until nobody refers to the client any more, and that
 * thread refers to all that the client was given. Before Java 21 nothing else ends it, so nobody but this may refer to
 * the client. Otherwise an executor, a proxy selector or a trust manager of an application would hold the application,
 * which would hold the client. Thread-safe.
 */
public final class ReleasableHttpClient extends HttpClient {
    private volatile @Nullable HttpClient client;

    public ReleasableHttpClient(HttpClient client) {
        this.client = client;
    }

    /** Lets go of the client, which it returns; null if that was done before. Requests fail from now on. */
    public synchronized @Nullable HttpClient release() {
        HttpClient released = client;
        client = null;
        return released;
    }

    private HttpClient client() {
        HttpClient held = client;
        if (held == null) {
            throw new IllegalStateException(Messages.usedAfterShutdown());
        }
        return held;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException {
        return client().send(request, bodyHandler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler) {
        HttpClient held = client;
        return held == null ? released() : held.sendAsync(request, bodyHandler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> bodyHandler, @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        HttpClient held = client;
        return held == null ? released() : held.sendAsync(request, bodyHandler, pushPromiseHandler);
    }

    private static <T> CompletableFuture<T> released() {
        return CompletableFuture.failedFuture(new IOException(Messages.usedAfterShutdown()));
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client().cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client().connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client().followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client().proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client().sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client().sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client().authenticator();
    }

    @Override
    public Version version() {
        return client().version();
    }

    @Override
    public Optional<Executor> executor() {
        return client().executor();
    }
}
