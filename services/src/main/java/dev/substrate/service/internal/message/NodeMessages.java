package dev.substrate.service.internal.message;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import dev.substrate.id.NodeId;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.node.RingView;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.ServiceHosts;
import dev.substrate.service.internal.host.ServiceHosts.Hosted;
import dev.substrate.service.internal.message.Subscriptions.Listener;
import dev.substrate.service.internal.message.Subscriptions.ServiceSubscriber;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a node sends and receives messages with. Safe for use by several threads. */
public final class NodeMessages implements Extension {

    private static final Id ID = new Id();

    private final NodeId self;
    private final MessageSettings settings;
    private final Subscriptions subscriptions;
    private final Set<String> carried = ConcurrentHashMap.newKeySet();
    private final ActorRef<PostOffice.Message> office;
    private final Transactions transactions;
    private final Outgoing outgoing;
    private final AtomicLong lastListener = new AtomicLong();

    NodeMessages(ActorSystem<?> system, Function<String, Optional<Hosted>> hosts, Random random) {
        self = RingView.get(system).self().node();
        settings = MessageSettings.of(system.settings().config());
        subscriptions = new Subscriptions(settings.topicsMax());
        transactions = new Transactions(random);
        Entities entities = new Entities(settings.entityBytesMax());
        office = system.systemActorOf(
                PostOffice.create(new PostOffice.Setup(
                        settings, entities, subscriptions, this::announced, hosts, new Random(random.nextLong()))),
                "post-office",
                Props.empty());
        Executor callbacks =
                system.dispatchers().lookup(DispatcherSelector.fromConfig("substrate.record.callback-dispatcher"));
        outgoing = new Outgoing(self, settings, entities, transactions, office, callbacks);
    }

    /** Returns the messages of the node that runs the system. */
    public static NodeMessages get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Returns what sends messages. */
    public Messages messages() {
        return outgoing;
    }

    /** Makes it known that this node carries a service; nothing changes if it is known. */
    public void carry(Service<?> service) {
        if (carried.add(service.name())) {
            office.tell(PostOffice.Announce.ANNOUNCE);
        }
    }

    /** Takes that back, and the subscriptions of the service with it. */
    public void drop(String service) {
        subscriptions.removeAll(service);
        carried.remove(service);
        office.tell(PostOffice.Announce.ANNOUNCE);
    }

    /**
     * Subscribes a service to a topic as it has declared it; nothing changes if it is subscribed.
     *
     * @throws IllegalStateException if this node subscribes to too many topics
     */
    public void subscribe(String service, Topic<?> topic) {
        subscriptions.add(TopicName.of(topic, self), service, new ServiceSubscriber(topic));
        office.tell(PostOffice.Announce.ANNOUNCE);
    }

    /** Ends a subscription: from now on the service is neither shown nor offered anything more of the topic. */
    public void unsubscribe(String service, Topic<?> topic) {
        subscriptions.remove(TopicName.of(topic, self), service);
        office.tell(PostOffice.Announce.ANNOUNCE);
    }

    /**
     * Listens to a topic, without being a service.
     *
     * @param notices takes what is published, on the thread of an actor: must neither block nor throw
     * @return what ends it
     * @throws IllegalStateException if this node subscribes to too many topics
     */
    public Runnable listen(Topic<Json> topic, Consumer<Heard> notices) {
        TopicName name = TopicName.of(topic, self);
        // No service has such a name.
        String listener = "(tail " + lastListener.incrementAndGet() + ")";
        subscriptions.add(
                name,
                listener,
                new Listener(
                        post -> notices.accept(new Heard(new Json(post.entity()), post.sender(), post.transaction()))));
        office.tell(PostOffice.Announce.ANNOUNCE);
        return () -> {
            subscriptions.remove(name, listener);
            office.tell(PostOffice.Announce.ANNOUNCE);
        };
    }

    /** Something that was published. */
    public record Heard(Json entity, NodeId sender, TransactionId transaction) {}

    /** Asks all nodes which topics they subscribe to. */
    public CompletionStage<TopicList> topics(MessageOptions options) {
        return outgoing.many(
                Name.Office.OFFICE,
                Place.EVERYWHERE,
                options,
                transactions.of(options),
                Wire.ListTopics::new,
                TopicList::of);
    }

    /** Tells which nodes carry a service and can be reached, as far as this node knows now. */
    public CompletionStage<Set<NodeId>> carriers(String service) {
        return found(new Name.Carriers(service));
    }

    /** Tells which nodes have a name and can be reached, as far as this node knows now. */
    CompletionStage<Set<NodeId>> found(Name name) {
        CompletableFuture<Set<NodeId>> found = new CompletableFuture<>();
        office.tell(new PostOffice.Find(name, found::complete));
        return found;
    }

    /** Returns a new transaction. */
    public TransactionId newTransaction() {
        return transactions.fresh();
    }

    /** Returns how many notices may wait for one who tails a topic. */
    public int tailBufferMax() {
        return settings.tailBufferMax();
    }

    /** Returns the largest entity, in bytes of UTF-8. */
    public long entityBytesMax() {
        return settings.entityBytesMax();
    }

    private Set<Name> announced() {
        Set<Name> names = new HashSet<>();
        names.add(Name.Office.OFFICE);
        carried.forEach(service -> names.add(new Name.Carriers(service)));
        subscriptions.topics().forEach(topic -> names.add(new Name.Subscribers(topic)));
        return names;
    }

    private static final class Id extends AbstractExtensionId<NodeMessages> {
        @Override
        public NodeMessages createExtension(ExtendedActorSystem system) {
            // Not asked for now: the hosts may be the ones that want to know this.
            return new NodeMessages(
                    Adapter.toTyped(system), service -> ServiceHosts.get(system).find(service), new SecureRandom());
        }
    }
}
