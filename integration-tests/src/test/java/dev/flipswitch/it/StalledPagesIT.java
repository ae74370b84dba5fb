package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.RawSseClient;
import dev.flipswitch.servlet.FlipswitchFilter;
import dev.flipswitch.servlet.StalledPagesServlet;
import dev.openfeature.sdk.ImmutableContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More pages that read nothing than there are writers, on Open Liberty, whose writes block. */
@Tag("runtimes")
class StalledPagesIT {
    private static final Duration FLOOD_LIMIT = Duration.ofMinutes(4);
    private static final int STALLED = 6;

    private final Http http = new Http();

    @TempDir
    Path work;

    private int flood(URI pages) throws Exception {
        return Integer.parseInt(http.answer(HttpRequest.newBuilder(pages).POST(BodyPublishers.noBody()))
                .body());
    }

    @Test
    void pagesThatReadNothingHoldUpNoOthersAndAreGivenUp() throws Exception {
        ExplodedWar war = new ExplodedWar(work.resolve("stalled.war"))
                .jarsOf(FlipswitchFilter.class, FlipswitchProvider.class, ImmutableContext.class)
                .classes(StalledPagesServlet.class)
                .webXml("<absolute-ordering/>"); // the servlet alone
        try (RuntimeProcess liberty =
                RuntimeProcess.started(new OpenLiberty(), work, "StalledPages", List.of(war.folder()))) {
            URI pages = URI.create(liberty.url() + "stalled/pages");
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions() // nobody listens, or there is no such page yet
                    .until(() -> flood(pages) == 0);
            try (RawSseClient live = RawSseClient.connect(pages)) {
                live.awaitHead(LIMIT);
                try (StalledClients stalled = new StalledClients(STALLED, pages)) {
                    await().atMost(LIMIT).until(() -> flood(pages) == stalled.count() + 1);
                    await("all stalled pages are given up").atMost(FLOOD_LIMIT).until(() -> flood(pages) == 1);
                    int before = live.events().size();
                    assertThat(flood(pages)).isEqualTo(1);
                    await("the other page hears of changes")
                            .atMost(LIMIT)
                            .until(() -> live.events().size() > before);
                }
            }
        }
    }
}
