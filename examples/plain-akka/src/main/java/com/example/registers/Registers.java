package com.example.registers;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The registers of a cluster. */
public final class Registers {

    private static final EntityTypeKey<Register.Command> KEY = EntityTypeKey.create(Register.Command.class, "register");

    private final ActorSystem<?> system;

    private Registers(ActorSystem<?> system) {
        this.system = system;
    }

    /** Returns the registers, as one node of the cluster sees them. */
    public static Registers on(ActorSystem<?> system) {
        return new Registers(system);
    }

    /** Returns the guardian of a node. */
    public static Behavior<Void> node(RegisterStore store, boolean remember) {
        return Behaviors.setup(context -> {
            ClusterSharding.get(context.getSystem())
                    .init(Entity.of(KEY, register -> Register.behavior(register.getEntityId(), store, remember)));
            return Behaviors.empty();
        });
    }

    /** Returns a register's value, or an empty text. */
    public CompletionStage<String> get(String register, Duration within) {
        return ClusterSharding.get(system)
                .entityRefFor(KEY, register)
                .<Register.Value>ask(Register.Get::new, within)
                .thenApply(Register.Value::text);
    }

    /** Sets a register's value. */
    public CompletionStage<String> set(String register, String value, Duration within) {
        return ClusterSharding.get(system)
                .entityRefFor(KEY, register)
                .<Register.Value>ask(replyTo -> new Register.Set(value, replyTo), within)
                .thenApply(Register.Value::text);
    }

    /** Returns how many shards of registers this node has. */
    public CompletionStage<Integer> shardsHere(Duration within) {
        return AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                        ClusterSharding.get(system).shardState(),
                        replyTo -> new GetShardRegionState(KEY, replyTo),
                        within,
                        system.scheduler())
                .thenApply(state -> state.getShards().size());
    }
}
