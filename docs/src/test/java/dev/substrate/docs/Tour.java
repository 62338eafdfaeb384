package dev.substrate.docs;

import com.typesafe.config.ConfigFactory;
import dev.substrate.dht.Records;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Dht;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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
