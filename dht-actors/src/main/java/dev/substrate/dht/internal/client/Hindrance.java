package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.RecordEntity.Busy;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.TryAgain;
import java.util.Optional;

/** Why an owner asked to be asked again, for the people who wait. */
final class Hindrance {

    private Hindrance() {}

    /** Returns the reason as the end of a sentence, if the reply has one. */
    static Optional<String> of(Reply reply) {
        if (reply instanceof Busy busy) {
            return Optional.of("as much as " + busy.bound() + " allows is waiting at its owner");
        }
        return reply instanceof TryAgain tryAgain
                ? Optional.ofNullable(tryAgain.reason()).map(reason -> "its owner could not ask the store: " + reason)
                : Optional.empty();
    }
}
