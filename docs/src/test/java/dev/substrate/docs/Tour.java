package dev.substrate.docs;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import dev.substrate.client.SubstrateClient;
import dev.substrate.dht.Records;
import dev.substrate.dht.Seeder;
import dev.substrate.dht.seed.Seed;
import dev.substrate.dht.seed.SeedPlan;
import dev.substrate.dht.seed.SeedReport;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.BlockingDht;
import dev.substrate.record.Dht;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldValue;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.Scope;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the page on Java shows. */
final class Tour {

    // region entity
    record Account(String owner, long cents) {}

    static final RecordType<Account> ACCOUNTS = RecordType.of("account", Account.class);
    // endregion

    private Tour() {}

    static Dht start(Path configFile) {
        // region start
        SubstrateNode node = SubstrateNode.start(ConfigFactory.parseFile(configFile.toFile()));
        node.awaitReady(Duration.ofSeconds(60));
        Dht dht = Records.on(node);
        // endregion
        return dht;
    }

    static long raise() {
        // region client
        try (SubstrateClient client =
                SubstrateClient.connect(URI.create("http://10.0.0.1:8551"), URI.create("http://10.0.0.2:8551"))) {
            Dht dht = client.dht();
            WriteOutcome<Account> outcome = BlockingDht.of(dht)
                    .update(
                            ACCOUNTS.key("anna"),
                            current -> new Account(
                                    "anna",
                                    current == null ? 0 : current.value().cents() + 1));
            return outcome.orThrow().version();
        }
        // endregion
    }

    static CompletionStage<Long> total(Dht dht, List<RecordKey<Account>> keys) {
        // region several
        CompletionStage<Map<RecordKey<Account>, ReadOutcome<Account>>> read = dht.getAll(keys);
        return read.thenApply(accounts -> accounts.values().stream()
                .map(ReadOutcome::orThrow) // fails for one that could not be read
                .flatMap(Optional::stream)
                .mapToLong(account -> account.value().cents())
                .sum());
        // endregion
    }

    static Watch follow(Dht dht, RecordKey<Account> key, Consumer<String> screen) {
        // region watch
        return dht.watch(key, 1, new RecordListener<Account>() {
            @Override
            public void onVersion(Versioned<Account> account) {
                screen.accept(account.version() + ": " + account.value().cents());
            }

            @Override
            public void onDeleted(RecordHeaders tombstone) {
                screen.accept(tombstone.version() + ": closed");
            }

            @Override
            public void onSkipped(RecordId id, long from, long to) {
                screen.accept("not kept any more: " + from + " to " + to);
            }

            @Override
            public void onEnd(RecordChange.Ended<Account> end) {
                screen.accept(end.explanation()); // end.resume() says where to go on
            }
        });
        // endregion
    }

    static Source<String, NotUsed> stream(SubstrateNode node) {
        // region stream
        Source<RecordChange<Account>, NotUsed> changes = Records.watch(node, ACCOUNTS, "savings-", null);
        return changes.map(change -> change instanceof RecordChange.Version<Account> version
                ? version.record().uri() + " " + version.record().version()
                : change.resume());
        // endregion
    }

    static Runnable closeEmptyAccounts(SubstrateNode node, Dht dht) {
        // region scan
        return Records.scanLocally(
                node,
                ACCOUNTS,
                account -> account.value().cents() > 0
                        ? CompletableFuture.completedFuture(null)
                        : dht.delete(
                                        ACCOUNTS.key(account.uri().id()),
                                        WriteOptions.none().ifVersion(account.version()))
                                .thenAccept(outcome -> {}));
        // endregion
    }

    static CompletionStage<QueryPage<Account>> richest(Dht dht, SubstrateNode node, Consumer<String> screen) {
        // region query
        RecordType<Account> accounts = ACCOUNTS.indexed("/owner", "/cents");
        Query<Account> rich = Query.of(
                accounts,
                FieldCondition.atLeast("/cents", FieldValue.of(100_000)),
                FieldCondition.startsWith("/owner", "an"));
        CompletionStage<QueryPage<Account>> first = dht.query(rich.limit(20));
        Source<Versioned<Account>, NotUsed> all = Records.query(node, rich);
        // endregion
        all.runForeach(account -> screen.accept(account.uri().toString()), node.system());
        return first;
    }

    static RecordType<Account> newerAccounts() {
        // region migrate
        RecordType<Account> accounts = RecordType.of("account", Account.class).migrating(fields -> {
            fields.put("cents", ((Number) fields.remove("euros")).longValue() * 100); // version 1 counted euros
            return fields;
        });
        // endregion
        return accounts;
    }

    static CompletionStage<WriteOutcome<Account>> deposit(Dht dht, RecordKey<Account> key, long cents) {
        // region update
        return dht.update(
                key,
                current -> current == null
                        ? new Account("nobody", cents)
                        : new Account(current.value().owner(), current.value().cents() + cents));
        // endregion
    }

    static CompletionStage<Optional<Long>> balance(Dht dht, RecordKey<Account> key) {
        // region get
        CompletionStage<Optional<Versioned<Account>>> found = dht.get(key);
        return found.thenApply(account -> account.map(version -> version.value().cents()));
        // endregion
    }

    static CompletionStage<Optional<RecordHeaders>> history(Dht dht, RecordKey<Account> key) {
        // region head
        CompletionStage<Optional<RecordHeaders>> headers = dht.head(key);
        return headers.thenApply(found -> found.filter(RecordHeaders::tombstone)); // deleted, and when
        // endregion
    }

    static void scopes() {
        // region scopes
        RecordType<Account> perRegion = ACCOUNTS.scope(Scope.REGION); // of its keys, unless they say otherwise
        RecordKey<Account> here = perRegion.key("anna"); // in the region of the node that is asked
        RecordKey<Account> there = ACCOUNTS.key("anna").in(Place.region(3));
        // endregion
        assert !here.equals(there);
    }

    static CompletionStage<WriteOutcome<Account>> lend(Dht dht, RecordKey<Account> key, Account account) {
        // region ttl
        return dht.put(key, account, WriteOptions.none().timeToLive(Duration.ofMinutes(30)));
        // endregion
    }

    static long settle(Dht dht, RecordKey<Account> key) {
        // region blocking
        BlockingDht blocking = BlockingDht.of(dht, Duration.ofSeconds(5));
        long cents = blocking.get(key).map(account -> account.value().cents()).orElse(0L);
        WriteOutcome<Account> closed = blocking.delete(key);
        // endregion
        return closed instanceof WriteOutcome.Written ? cents : 0;
    }

    static CompletionStage<SeedReport> seed(Dht dht) {
        // region seed
        Seeder seeder = Seeder.of(dht);
        RecordType<Json> settings = RecordType.json("settings");
        CompletionStage<SeedPlan> plan = seeder.plan(List.of(
                Seed.absent(settings.key("limits"), new Json("{\"accounts\": 1000}")),
                Seed.merge(settings.key("features"), new Json("{\"lending\": true, \"beta\": null}"))));
        CompletionStage<SeedReport> report = plan.thenCompose(seeder::apply);
        // endregion
        return report;
    }

    static CompletionStage<String> close(Dht dht, RecordKey<Account> key, long version) {
        // region outcome
        return dht.delete(key, WriteOptions.none().ifVersion(version)).thenApply(outcome -> {
            if (outcome instanceof WriteOutcome.Written<Account> written) {
                return "closed, as version " + written.version();
            }
            if (outcome instanceof WriteOutcome.Conflict<Account> conflict) {
                return "somebody wrote version " + conflict.currentVersion() + " meanwhile";
            }
            if (outcome instanceof WriteOutcome.Unknown<Account> unknown) {
                return "perhaps closed; ask again with request id " + unknown.requestId();
            }
            return outcome.explain();
        });
        // endregion
    }
}
