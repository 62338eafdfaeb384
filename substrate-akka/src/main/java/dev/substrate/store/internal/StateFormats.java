package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import akka.japi.Util;
import com.typesafe.config.Config;
import dev.substrate.store.StateFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** The formats of states by entity type, from {@code substrate.state-formats}. */
public final class StateFormats {

    private final Map<String, StateFormat<Object>> byEntityType = new HashMap<>();
    private final StateFormat<Object> other;

    /** Makes the formats that are named. */
    public StateFormats(ExtendedActorSystem system) {
        other = new AkkaSerializationFormat(system);
        Config named = system.settings().config().getConfig("substrate.state-formats");
        named.root().keySet().forEach(type -> byEntityType.put(type, make(system, named.getString('"' + type + '"'))));
    }

    /** Returns the format of an entity type: the one that is named, or that of Akka serialization. */
    public StateFormat<Object> of(String entityType) {
        return byEntityType.getOrDefault(entityType, other);
    }

    @SuppressWarnings("unchecked") // the format named for an entity type is the one for the class of its state
    private static StateFormat<Object> make(ExtendedActorSystem system, String className) {
        var tag = ClassTag$.MODULE$.<StateFormat<?>>apply(StateFormat.class);
        var withSystem = List.of(Tuple2.<Class<?>, Object>apply(ExtendedActorSystem.class, system));
        return (StateFormat<Object>) system.dynamicAccess()
                .createInstanceFor(className, Util.immutableSeq(withSystem), tag)
                .getOrElse(() -> system.dynamicAccess()
                        .createInstanceFor(className, Util.immutableSeq(List.of()), tag)
                        .get());
    }
}
