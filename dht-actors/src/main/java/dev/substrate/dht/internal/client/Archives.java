package dev.substrate.dht.internal.client;

import akka.actor.ExtendedActorSystem;
import com.typesafe.config.Config;
import dev.substrate.dht.RecordArchive;
import java.lang.reflect.InvocationTargetException;

/** Makes the archive that the settings name. */
final class Archives {

    private Archives() {}

    /** @throws IllegalArgumentException if the class cannot be made */
    static RecordArchive of(ExtendedActorSystem system) {
        Config config = system.settings().config();
        String name = config.getString("substrate.record.archive");
        if (name.isEmpty()) {
            return RecordArchive.NONE;
        }
        try {
            Class<? extends RecordArchive> type =
                    system.dynamicAccess().classLoader().loadClass(name).asSubclass(RecordArchive.class);
            try {
                return type.getConstructor(Config.class).newInstance(config);
            } catch (NoSuchMethodException e) {
                return type.getConstructor().newInstance();
            }
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("substrate.record.archive: " + name + " failed to start", e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("substrate.record.archive: " + name + " is no record archive", e);
        }
    }
}
