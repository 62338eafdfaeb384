package dev.substrate.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.substrate.cli.Run;
import dev.substrate.cli.dev.FreePorts;
import dev.substrate.node.SubstrateNode;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on services, with a node that has some. */
@Tag("cluster")
@Timeout(120)
class ServiceVerbsTest {

    private static SubstrateNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        int ports = FreePorts.before(2);
        node = SubstrateNode.start(ConfigFactory.parseString(
                """
                substrate {
                  cluster-name = "services"
                  node { number = 1, artery-port = %d, http-port = %d, data-dir = "%s", can-start-new-cluster = on }
                  sqlite.file = "%s"
                }
                """.formatted(ports + 1, ports + 2, folder.resolve("node"), folder.resolve("store.db"))));
        Services.register(
                node,
                service("everywhere", Activation.always()),
                service("greeter", Activation.slots(1)),
                service("nearest", Activation.supernode(2)));
        node.awaitReady(Duration.ofSeconds(60));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> service("list")
                                .out()
                                .lines()
                                .filter(line -> line.contains("1 of 1 slots  1 "))
                                .count()
                        == 1);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aListTellsWhereServicesAreActive() {
        assertThat(service("list").out())
                .containsPattern("everywhere +always +- +1 +1")
                .containsPattern("greeter +slots +1 of 1 slots +1 +1")
                .containsPattern("nearest +supernode +- +1 +1");
        assertThat(service("list", "-o", "json").out()).contains("\"service\":\"greeter\"");
    }

    @Test
    void aServiceIsDescribedAndExplained() {
        assertThat(service("describe", "greeter").out()).containsPattern("global +1 +held +1 +\\d+");
        assertThat(service("why", "greeter", "1").out())
                .contains("greeter is active on node 1", "holds slot '1' under token");
        assertThat(service("why", "everywhere", node.info().id().hex()).out())
                .contains("active on every node that carries it");
        assertThat(service("why", "greeter", "-o", "json", "1").out()).contains("\"cause\":\"holds-slot\"");
    }

    @Test
    void aServiceIsKeptAwayFromANodeAndLetInAgain() {
        Run away = service("deactivate", "greeter", "1");
        assertThat(away.exitCode()).isZero();
        assertThat(away.out()).contains("is kept away from node 1", "version");
        await().until(() -> service("why", "greeter", "1").out().contains("A person deactivated it"));
        Run again = service("deactivate", "greeter", "1");
        assertThat(again.out()).as(again.err()).contains("as before");
        assertThat(service("activate", "greeter", "1").exitCode()).isZero();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service("why", "greeter", "1").out().contains("is active on node 1"));
    }

    @Test
    void slotsAreResizedByNumberAndByName() {
        assertThat(service("resize", "greeter", "3").out()).contains("Resized greeter in global, version");
        assertThat(service("resize", "greeter", "3").out()).contains("has these slots already");
        assertThat(service("describe", "greeter").out()).containsPattern("global +3 +free");
        assertThat(service("resize", "greeter", "--names", "1").exitCode()).isZero();
        await().until(() -> !service("describe", "greeter").out().contains("free"));
    }

    @Test
    void settingsAreChangedAndSayByWhom() {
        assertThat(service("settings", "everywhere").out()).containsPattern("loudness +3 +3");
        Run changed = service("settings", "everywhere", "loudness=11", "--by", "anna");
        assertThat(changed.exitCode()).as(changed.err()).isZero();
        assertThat(changed.out())
                .containsPattern("loudness +11 +3")
                .containsPattern("anna +loudness +3 \\(default\\) +11");
        assertThat(service("settings", "everywhere", "--reset", "loudness", "--by", "bob")
                        .out())
                .containsPattern("loudness +3 +3")
                .containsPattern("bob +loudness +11 +3 \\(default\\)");
        assertThat(service("settings", "everywhere", "colour=red").err()).contains("has no setting 'colour'");
        assertThat(service("settings", "nothing").exitCode()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsSaidToBe() {
        assertThat(service("why", "nothing", "1").exitCode()).isEqualTo(3);
        assertThat(service("why", "greeter", "7").exitCode()).isEqualTo(3);
        assertThat(service("resize", "greeter").exitCode()).isEqualTo(2);
        assertThat(service("resize", "everywhere", "2").err()).contains("not active by slots");
        assertThat(service("resize", "greeter", "2", "--place", "zone-1.1").exitCode())
                .isEqualTo(1);
        assertThat(service("resize", "greeter", "1000").err()).contains("0 to 256");
    }

    private static Service<String> service(String name, Activation activation) {
        return Service.named(name, String.class, context -> Behaviors.ignore())
                .activation(activation)
                .setting("loudness", "3")
                .build();
    }

    private static Run service(String... args) {
        List<String> all = new ArrayList<>(List.of("service"));
        all.addAll(List.of(args));
        all.addAll(List.of("--url", "http://" + node.httpAddress()));
        return Run.of(all.toArray(String[]::new));
    }
}
