package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the actions of the models here are kept in files. */
final class StandardForms {

    private StandardForms() {}

    static List<ActionForm<?>> all() {
        return List.of(
                new ActionForm<>(
                        "register.read", RegisterModel.Read.class, a -> fields(), f -> new RegisterModel.Read()),
                new ActionForm<>(
                        "register.write",
                        RegisterModel.Write.class,
                        a -> fields(a.value()),
                        f -> new RegisterModel.Write(f.get(0))),
                new ActionForm<>(
                        "register.compareAndSet",
                        RegisterModel.CompareAndSet.class,
                        a -> fields(a.expected(), a.value()),
                        f -> new RegisterModel.CompareAndSet(f.get(0), f.get(1))),
                new ActionForm<>("counter.read", CounterModel.Read.class, a -> fields(), f -> new CounterModel.Read()),
                new ActionForm<>(
                        "counter.add",
                        CounterModel.Add.class,
                        a -> fields(a.amount()),
                        f -> new CounterModel.Add((Long) there(f))),
                new ActionForm<>("set.read", SetModel.Read.class, a -> fields(), f -> new SetModel.Read()),
                new ActionForm<>(
                        "set.add", SetModel.Add.class, a -> fields(a.element()), f -> new SetModel.Add(there(f))),
                new ActionForm<>(
                        "set.remove",
                        SetModel.Remove.class,
                        a -> fields(a.element()),
                        f -> new SetModel.Remove(there(f))),
                new ActionForm<>(
                        "set.contains",
                        SetModel.Contains.class,
                        a -> fields(a.element()),
                        f -> new SetModel.Contains(there(f))),
                new ActionForm<>(
                        "queue.dequeue", QueueModel.Dequeue.class, a -> fields(), f -> new QueueModel.Dequeue()),
                new ActionForm<>(
                        "queue.enqueue",
                        QueueModel.Enqueue.class,
                        a -> fields(a.element()),
                        f -> new QueueModel.Enqueue(there(f))),
                new ActionForm<>(
                        "bag.put", BagModel.Put.class, a -> fields(a.tuple().toArray()), BagModel.Put::new),
                new ActionForm<>("bag.take", BagModel.Take.class, BagModel.Take::template, BagModel.Take::new),
                new ActionForm<>("bag.read", BagModel.Read.class, BagModel.Read::template, BagModel.Read::new),
                new ActionForm<>(
                        "lock.acquire",
                        LockModel.Acquire.class,
                        a -> fields(a.holder()),
                        f -> new LockModel.Acquire((String) there(f))),
                new ActionForm<>(
                        "lock.release",
                        LockModel.Release.class,
                        a -> fields(a.holder()),
                        f -> new LockModel.Release((String) there(f))),
                new ActionForm<>(
                        "versioned.read",
                        VersionedRegister.Read.class,
                        a -> fields(),
                        f -> new VersionedRegister.Read()),
                new ActionForm<>(
                        "versioned.write",
                        VersionedRegister.Write.class,
                        a -> fields(a.value()),
                        f -> new VersionedRegister.Write(there(f))));
    }

    private static List<@Nullable Object> fields(@Nullable Object... fields) {
        return new ArrayList<>(Arrays.asList(fields));
    }

    private static Object there(List<@Nullable Object> fields) {
        return Objects.requireNonNull(fields.get(0));
    }
}
