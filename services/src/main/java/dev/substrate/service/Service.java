package dev.substrate.service;

import akka.actor.typed.Behavior;
import dev.substrate.message.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a service: a typed behaviour, where it is active, and how what happens to it becomes messages of its protocol. Immutable.
 *
 * <p>Each node that carries the service runs one actor of its behaviour, active or passive, from its registration on. If the actor stops or fails, the
 * service is passive on that node, gives its slot back, and begins anew after a pause.
 *
 * @param <M> the protocol: the messages that the behaviour understands
 */
public final class Service<M> {

    /** The longest name of a service, in characters. */
    public static final int NAME_CHARS_MAX = 48;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0," + (NAME_CHARS_MAX - 1) + "}");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Class<M> protocol;
    private final Function<ServiceContext, Behavior<M>> behavior;
    private final Activation activation;
    private final Duration startTimeout;
    private final Duration stopTimeout;
    private final Function<ServiceEvent, @Nullable M> events;
    private final Map<Class<?>, Function<Request<?>, M>> requests;
    private final List<Subscription<?, M>> subscriptions;
    private final Map<String, String> settings;

    /**
     * A topic that a service takes part in.
     *
     * @param notices makes a message of what is published; null if the service only takes offers
     * @param offers makes a message of what is offered; null if the service only listens
     */
    public record Subscription<E, M>(
            Topic<E> topic,
            @Nullable Function<Notice<E>, M> notices,
            @Nullable Function<Offer<E>, M> offers) {}

    private Service(Builder<M> builder) {
        name = builder.name;
        protocol = builder.protocol;
        behavior = builder.behavior;
        activation = builder.activation;
        startTimeout = builder.startTimeout;
        stopTimeout = builder.stopTimeout;
        events = builder.events;
        requests = Map.copyOf(builder.requests);
        subscriptions = List.copyOf(builder.subscriptions);
        settings = Map.copyOf(builder.settings);
    }

    /**
     * Begins a declaration.
     *
     * @param name 1 to {@value #NAME_CHARS_MAX} characters of {@code a-z0-9.-}; the same on all nodes
     * @param protocol the class of the messages
     * @param behavior makes the behaviour, once for each life of the actor
     * @throws IllegalArgumentException if the name is out of bounds
     */
    public static <M> Builder<M> named(String name, Class<M> protocol, Function<ServiceContext, Behavior<M>> behavior) {
        return new Builder<>(name, protocol, behavior);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the class of the messages. */
    public Class<M> protocol() {
        return protocol;
    }

    /** Returns what makes the behaviour. */
    public Function<ServiceContext, Behavior<M>> behavior() {
        return behavior;
    }

    /** Returns where it is active. */
    public Activation activation() {
        return activation;
    }

    /** Returns how long it may take to become active. */
    public Duration startTimeout() {
        return startTimeout;
    }

    /** Returns how long it may take to become passive. */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** Returns what turns events into messages. */
    public Function<ServiceEvent, @Nullable M> events() {
        return events;
    }

    /** Returns the classes of entities that it takes, and what turns a request of each into a message. */
    public Map<Class<?>, Function<Request<?>, M>> requests() {
        return requests;
    }

    /** Returns the topics that it takes part in while it is active. */
    public List<Subscription<?, M>> subscriptions() {
        return subscriptions;
    }

    /** Returns the subscription of a topic. */
    public Optional<Subscription<?, M>> subscription(Topic<?> topic) {
        return subscriptions.stream()
                .filter(subscription -> subscription.topic().equals(topic))
                .findFirst();
    }

    /** Returns its settings, and their defaults. */
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "Service[" + name + ", " + activation + "]";
    }

    /** Declares a service step by step. */
    public static final class Builder<M> {

        private final String name;
        private final Class<M> protocol;
        private final Function<ServiceContext, Behavior<M>> behavior;
        private final Map<Class<?>, Function<Request<?>, M>> requests = new LinkedHashMap<>();
        private final List<Subscription<?, M>> subscriptions = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private Activation activation = Activation.always();
        private Duration startTimeout = START_TIMEOUT;
        private Duration stopTimeout = STOP_TIMEOUT;
        private Function<ServiceEvent, @Nullable M> events = event -> null;

        private Builder(String name, Class<M> protocol, Function<ServiceContext, Behavior<M>> behavior) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("The name of a service has 1 to " + NAME_CHARS_MAX
                        + " characters of a-z 0-9 . -, and begins with a letter or digit; not '" + name + "'");
            }
            this.name = name;
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            this.behavior = Objects.requireNonNull(behavior, "behavior");
        }

        /** Says where it is active; on every node unless said otherwise. */
        public Builder<M> activation(Activation where) {
            activation = Objects.requireNonNull(where);
            return this;
        }

        /** Says how long it may take to become active; 30 s unless said otherwise. */
        public Builder<M> startTimeout(Duration atMost) {
            startTimeout = positive("start", atMost);
            return this;
        }

        /** Says how long it may take to become passive; 5 s unless said otherwise. */
        public Builder<M> stopTimeout(Duration atMost) {
            stopTimeout = positive("stop", atMost);
            return this;
        }

        /**
         * Turns events into messages; must be quick and not throw. An event that becomes null is not shown, and counts as answered at once: a service without such an
         * adapter becomes active and passive without delay.
         */
        public Builder<M> onEvent(Function<ServiceEvent, @Nullable M> adapter) {
            events = Objects.requireNonNull(adapter);
            return this;
        }

        /**
         * Turns messages with an entity of a class into messages of the protocol. The class is known on the wire by its simple name, so that two versions of a
         * program understand each other; {@link dev.substrate.record.Json} takes whatever no other class takes, messages without an entity included.
         *
         * @throws IllegalArgumentException if there is a class of the same simple name already
         */
        @SuppressWarnings("unchecked")
        public <E> Builder<M> onRequest(Class<E> entity, Function<Request<E>, M> adapter) {
            if (requests.keySet().stream()
                    .anyMatch(other -> other.getSimpleName().equals(entity.getSimpleName()))) {
                throw new IllegalArgumentException(
                        "Service '" + name + "' takes '" + entity.getSimpleName() + "' already");
            }
            requests.put(entity, request -> adapter.apply((Request<E>) request));
            return this;
        }

        /**
         * Subscribes to what is published to a topic, while active.
         *
         * @throws IllegalArgumentException if it listens to the topic already, or knows it with another class
         */
        public <E> Builder<M> onPublished(Topic<E> topic, Function<Notice<E>, M> adapter) {
            return subscribed(new Subscription<>(topic, Objects.requireNonNull(adapter), null));
        }

        /**
         * Takes offers of a topic, while active.
         *
         * @throws IllegalArgumentException if it takes offers of the topic already, or knows it with another class
         */
        public <E> Builder<M> onOffered(Topic<E> topic, Function<Offer<E>, M> adapter) {
            return subscribed(new Subscription<>(topic, null, Objects.requireNonNull(adapter)));
        }

        /** Declares a setting that can be changed while the service runs. */
        public Builder<M> setting(String setting, String defaultValue) {
            settings.put(setting, defaultValue);
            return this;
        }

        /** Returns the declaration. */
        public Service<M> build() {
            return new Service<>(this);
        }

        @SuppressWarnings("unchecked")
        private <E> Builder<M> subscribed(Subscription<E, M> added) {
            for (int i = 0; i < subscriptions.size(); i++) {
                Subscription<?, M> known = subscriptions.get(i);
                if (known.topic().equals(added.topic())) {
                    subscriptions.set(i, merged((Subscription<E, M>) known, added));
                    return this;
                }
                if (known.topic().name().equals(added.topic().name())
                        && known.topic().scope() == added.topic().scope()
                        && Objects.equals(known.topic().place(), added.topic().place())) {
                    throw new IllegalArgumentException("Service '" + name + "' knows '"
                            + added.topic().name() + "' as a topic of "
                            + known.topic().entityClass().getName() + " already");
                }
            }
            subscriptions.add(added);
            return this;
        }

        private <E> Subscription<E, M> merged(Subscription<E, M> known, Subscription<E, M> added) {
            if ((known.notices() != null && added.notices() != null)
                    || (known.offers() != null && added.offers() != null)) {
                throw new IllegalArgumentException(
                        "Service '" + name + "' takes part in '" + added.topic().name() + "' in this way already");
            }
            return new Subscription<>(
                    known.topic(),
                    known.notices() != null ? known.notices() : added.notices(),
                    known.offers() != null ? known.offers() : added.offers());
        }

        private static Duration positive(String which, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("A " + which + " time-out is positive, not " + timeout);
            }
            return timeout;
        }
    }
}
