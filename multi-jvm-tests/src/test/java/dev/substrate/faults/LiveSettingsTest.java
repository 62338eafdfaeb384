package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent.SettingsChanged;
import dev.substrate.service.ServiceSettings;
import dev.substrate.service.ServiceSettings.Change;
import dev.substrate.service.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's settings are changed while it runs on two nodes. */
@Tag("cluster")
class LiveSettingsTest {

    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Map<String, String>> shownByTwo = new CopyOnWriteArrayList<>();
    private InProcessNode one;
    private InProcessNode two;

    @BeforeEach
    void start() {
        one = node(1, "");
        Services.register(one.node(), greeter(new CopyOnWriteArrayList<>()));
        two = node(
                2,
                "substrate.node { can-start-new-cluster = off, contact-points = [\"%s\"] }"
                        .formatted(one.node().httpAddress()));
        Services.register(two.node(), greeter(shownByTwo));
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
    }

    @Test
    void aChangeIsSeenOnAllNodesAndSaysWhoMadeIt() throws Exception {
        change(Services.settings(one.node(), "greeter"), Map.of("greeting", "Hi"), "anna");

        await("node 2 is shown it")
                .atMost(SEEN_WITHIN)
                .untilAsserted(
                        () -> assertThat(shownByTwo).last().isEqualTo(Map.of("greeting", "Hi", "loudness", "3")));
        assertThat(Services.settings(two.node(), "greeter").current()).containsEntry("greeting", "Hi");
        Services.settings(two.node(), "greeter")
                .reset(Set.of("greeting"), "bob")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        await("node 1 follows")
                .atMost(SEEN_WITHIN)
                .until(() -> Services.settings(one.node(), "greeter")
                        .current()
                        .get("greeting")
                        .equals("Hello"));
        List<Change> changes = Services.settings(one.node(), "greeter")
                .changes()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(changes).extracting(Change::by).containsExactly("bob", "anna");
        assertThat(changes).extracting(Change::to).containsExactly(null, "Hi");
    }

    @Test
    void aNodeThatStartsLaterHasThem() throws Exception {
        change(Services.settings(one.node(), "greeter"), Map.of("loudness", "11"), "anna");
        two.close();
        shownByTwo.clear();
        two = node(
                2,
                "substrate.node { can-start-new-cluster = off, contact-points = [\"%s\"] }"
                        .formatted(one.node().httpAddress()));
        Services.register(two.node(), greeter(shownByTwo));

        await("it is shown them")
                .atMost(SEEN_WITHIN)
                .untilAsserted(
                        () -> assertThat(shownByTwo).last().isEqualTo(Map.of("greeting", "Hello", "loudness", "11")));
    }

    @Test
    void whatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
        ServiceSettings settings = Services.settings(one.node(), "greeter");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.change(Map.of("greeting", "Hi", "colour", "red"), "anna"))
                .withMessageContaining("'colour'")
                .withMessageContaining("[greeting, loudness]");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.change(Map.of("greeting", "Hi"), " "));
        assertThat(patch("greeter", "?by=anna", "{\"colour\":\"red\"}").statusCode())
                .isEqualTo(400);
        assertThat(patch("greeter", "?by=anna", "[1]").statusCode()).isEqualTo(400);
        assertThat(patch("greeter", "?by=anna", "{\"greeting\":{}}").statusCode())
                .isEqualTo(400);
        assertThat(patch("greeter", "", "{\"greeting\":\"Hi\"}").body()).contains("?by=");
        assertThat(patch("nobody", "?by=anna", "{\"greeting\":\"Hi\"}").statusCode())
                .isEqualTo(404);
        assertThat(settings.current()).isEqualTo(Map.of("greeting", "Hello", "loudness", "3"));
        assertThat(settings.changes().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void theyAreChangedOverHttp() throws Exception {
        HttpResponse<String> changed = patch("greeter", "?by=anna", "{\"greeting\":\"Hey\",\"loudness\":5}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body())
                .contains("\"settings\":{\"greeting\":\"Hey\",\"loudness\":\"5\"}")
                .contains("\"by\":\"anna\"");
        assertThat(changed.headers().allValues("Substrate-Transaction-Id")).hasSize(1);
        assertThat(patch("greeter", "?by=bob", "{\"greeting\":null}").body())
                .contains("\"settings\":{\"greeting\":\"Hello\",\"loudness\":\"5\"}");
    }

    private HttpResponse<String> patch(String service, String query, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(one.url() + "/api/v1/services/" + service + "/settings" + query))
                        .method("PATCH", BodyPublishers.ofString(body))
                        .header("Content-Type", "application/merge-patch+json")
                        .build(),
                BodyHandlers.ofString());
    }

    private static void change(ServiceSettings settings, Map<String, String> values, String by) throws Exception {
        settings.change(values, by).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private InProcessNode node(int number, String config) {
        return InProcessNode.startReady(number, folder, folder.resolve("store.db"), config);
    }

    private static Service<SettingsChanged> greeter(List<Map<String, String>> shown) {
        return Service.named(
                        "greeter",
                        SettingsChanged.class,
                        context -> Behaviors.receiveMessage(changed -> {
                            shown.add(changed.settings());
                            return Behaviors.same();
                        }))
                .setting("greeting", "Hello")
                .setting("loudness", "3")
                .onEvent(event -> event instanceof SettingsChanged changed ? changed : null)
                .build();
    }
}
