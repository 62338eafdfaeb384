package dev.substrate.testkit.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** Turns tasks and results into bytes and back, by Java serialization: both ends are ours and run the same classes. */
public final class Payload {

    private Payload() {}

    /**
     * Serializes an object.
     *
     * @throws java.io.NotSerializableException naming the class that is not serializable
     */
    public static byte[] write(@Nullable Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Deserializes an object. */
    @SuppressWarnings("BanSerializableRead") // the sender is our own process on the other end of a pipe
    public static @Nullable Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
