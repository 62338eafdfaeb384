package dev.substrate.dht.internal.entity;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.dht.internal.entity.RecordEntity.Busy;
import dev.substrate.dht.internal.entity.RecordEntity.Command;
import dev.substrate.dht.internal.entity.RecordEntity.Question;

/**
 * Lets so many questions wait for a record, and answers further ones at once. Behind it they are stashed while the record
 * is read or written, and a full stash drops without a word to those who ask. For one entity.
 */
final class EntryGate extends BehaviorInterceptor<Command, Command> {

    /** The name of the bound. */
    static final String BOUND = "substrate.record.waiting-max";

    private final int waitingMax;
    private int waiting;

    EntryGate(int waitingMax) {
        super(Command.class);
        this.waitingMax = waitingMax;
    }

    /** Notes that a question has come to its turn. */
    void leave() {
        waiting--;
    }

    @Override
    public Behavior<Command> aroundReceive(
            TypedActorContext<Command> context, Command command, ReceiveTarget<Command> target) {
        if (command instanceof Question question) {
            if (waiting >= waitingMax) {
                question.replyTo().tell(new Busy(question.call(), BOUND));
                return Behaviors.same();
            }
            waiting++;
        }
        return target.apply(context, command);
    }
}
