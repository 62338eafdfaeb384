package dev.substrate.benchmark.node;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets an entry of Hazelcast if it still is at a version; answers whether it was. */
final class SetAtVersion implements EntryProcessor<Integer, byte[], Boolean>, IdentifiedDataSerializable {

    /** The number under which Hazelcast makes it anew. */
    static final int FACTORY = 1;

    private static final long serialVersionUID = 1L;
    private static final int CLASS = 1;

    private long version;
    private byte[] value;

    SetAtVersion(long version, byte[] value) {
        this.version = version;
        this.value = value;
    }

    static SetAtVersion create(int type) {
        return new SetAtVersion(0, new byte[0]);
    }

    @Override
    public Boolean process(Map.Entry<Integer, byte[]> entry) {
        byte @Nullable [] found = entry.getValue();
        if (HazelcastTarget.version(found) != version) {
            return false;
        }
        entry.setValue(value);
        return true;
    }

    @Override
    public int getFactoryId() {
        return FACTORY;
    }

    @Override
    public int getClassId() {
        return CLASS;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(version);
        out.writeByteArray(value);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        version = in.readLong();
        value = in.readByteArray();
    }
}
