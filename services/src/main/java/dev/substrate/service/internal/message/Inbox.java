package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Topic;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.ServiceHost;
import dev.substrate.service.internal.host.ServiceHosts.Hosted;
import dev.substrate.service.internal.message.Subscriptions.Listener;
import dev.substrate.service.internal.message.Subscriptions.ServiceSubscriber;
import dev.substrate.service.internal.message.Subscriptions.Subscriber;
import dev.substrate.service.internal.message.Wire.Delivered;
import dev.substrate.service.internal.message.Wire.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiving side of a post office: reads what has come, and hands it to the hosts of services. Answers go back from any thread. */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int REASON_CHARS_MAX = 1_000;

    private final NodeId self;
    private final Entities entities;
    private final Subscriptions subscriptions;
    private final Function<String, Optional<Hosted>> hosts;
    private final ActorRef<PostOffice.Message> office;

    Inbox(
            NodeId self,
            Entities entities,
            Subscriptions subscriptions,
            Function<String, Optional<Hosted>> hosts,
            ActorRef<PostOffice.Message> office) {
        this.self = self;
        this.entities = entities;
        this.subscriptions = subscriptions;
        this.hosts = hosts;
        this.office = office;
    }

    NodeId self() {
        return self;
    }

    Entities entities() {
        return entities;
    }

    /** Returns a reason at a length that may travel. */
    static String bounded(@Nullable String reason) {
        String known = reason == null ? "" : reason;
        return known.length() <= REASON_CHARS_MAX ? known : known.substring(0, REASON_CHARS_MAX) + "…";
    }

    void onOrder(Wire.Order order) {
        if (order instanceof Wire.Deliver deliver) {
            onDeliver(deliver);
        } else if (order instanceof Wire.Show show) {
            onShow(show);
        } else if (order instanceof Wire.Propose propose) {
            onPropose(propose, propose.after());
        } else if (order instanceof Wire.ListTopics list) {
            list.replyTo().tell(new Wire.Topics(list.call(), self, subscriptions.all()));
        }
    }

    private void onDeliver(Wire.Deliver order) {
        Wire.Letter letter = order.letter();
        Optional<Hosted> hosted = hosts.apply(letter.service());
        if (hosted.isEmpty()) {
            refuse(order, Ending.NOT_CARRIED, self + " carries no service '" + letter.service() + "'");
            return;
        }
        Set<Class<?>> classes = hosted.get().service().requests().keySet();
        Optional<Class<?>> type = EntityClasses.choose(classes, letter.type());
        if (type.isEmpty()) {
            refuse(order, Ending.REFUSED, EntityClasses.refusal(letter.service(), classes, letter.type()));
            return;
        }
        try {
            Object entity = entities.decodeIfAny(letter.entity(), type.get());
            hosted.get().host().tell(new ServiceHost.Deliver(new RequestDelivery(order, type.get(), entity, this)));
        } catch (IllegalArgumentException e) {
            refuse(order, Ending.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(Wire.Deliver order, Ending ending, String reason) {
        order.replyTo().tell(new Delivered(order.call(), self, ending, bounded(reason), null, List.of()));
    }

    /** Sends a letter on to the service on another node; its sender has heard that it was delivered. */
    void passOn(Wire.Deliver order, NodeId node) {
        office.tell(new PostOffice.PassOn(order, node));
    }

    private void onShow(Wire.Show show) {
        List<Consumer<Handing>> hand = new ArrayList<>();
        subscriptions.of(show.post().topic()).forEach((name, subscriber) -> {
            if (subscriber instanceof Listener listener) {
                hand.add(handing -> {
                    listener.notices().accept(show.post());
                    handing.reached();
                });
            } else if (subscriber instanceof ServiceSubscriber service) {
                hosts.apply(name)
                        .filter(hosted -> listens(hosted.service(), service.topic()))
                        .ifPresent(hosted -> hand.add(handing -> show(show.post(), hosted, service.topic(), handing)));
            }
        });
        Handing handing =
                new Handing(hand.size(), reach -> show.replyTo().tell(new Wire.Shown(show.call(), self, reach)));
        hand.forEach(each -> each.accept(handing));
    }

    private <E> void show(Wire.Post post, Hosted hosted, Topic<E> topic, Handing handing) {
        try {
            E entity = entities.decode(post.entity(), topic.entityClass());
            hosted.host().tell(new ServiceHost.Deliver(new NoticeDelivery<>(topic, post, entity, handing)));
        } catch (IllegalArgumentException e) {
            Transactions.within(
                    post.transaction(),
                    () -> LOG.warn(
                            "Service '{}' is not shown what {} published to {}: {}",
                            hosted.service().name(),
                            post.sender(),
                            post.topic(),
                            e.getMessage()));
            handing.missed();
        }
    }

    private void onPropose(Wire.Propose order, String after) {
        Optional<Hosted> next = nextTaker(order.post().topic(), after);
        if (next.isEmpty()) {
            order.replyTo().tell(new Wire.NoneLeft(order.call()));
            return;
        }
        String name = next.get().service().name();
        order.replyTo().tell(new Wire.Proposed(order.call(), name));
        Subscriber subscriber = subscriptions.of(order.post().topic()).get(name);
        if (subscriber instanceof ServiceSubscriber service) {
            propose(order, next.get(), service.topic());
        } else {
            judged(order, name, Verdict.DECLINED, "the service has ended its subscription", null);
        }
    }

    private <E> void propose(Wire.Propose order, Hosted hosted, Topic<E> topic) {
        String name = hosted.service().name();
        try {
            E entity = entities.decode(order.post().entity(), topic.entityClass());
            hosted.host().tell(new ServiceHost.Deliver(new OfferDelivery<>(order, name, topic, entity, this)));
        } catch (IllegalArgumentException e) {
            judged(order, name, Verdict.FAILED, String.valueOf(e.getMessage()), null);
        }
    }

    /** Tells what a subscriber said; from any thread. */
    void judged(Wire.Propose order, String service, Verdict verdict, String reason, @Nullable String rest) {
        boolean more = nextTaker(order.post().topic(), service).isPresent();
        order.replyTo().tell(new Wire.Judged(order.call(), service, verdict, bounded(reason), rest, more));
    }

    private Optional<Hosted> nextTaker(TopicName topic, String after) {
        String name = after;
        while (true) {
            Optional<Map.Entry<String, Subscriber>> next = subscriptions.after(topic, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            name = next.get().getKey();
            if (next.get().getValue() instanceof ServiceSubscriber subscriber) {
                Optional<Hosted> hosted = hosts.apply(name).filter(found -> takes(found.service(), subscriber.topic()));
                if (hosted.isPresent()) {
                    return hosted;
                }
            }
        }
    }

    private static boolean takes(Service<?> service, Topic<?> topic) {
        return service.subscription(topic)
                .filter(found -> found.offers() != null)
                .isPresent();
    }

    private static boolean listens(Service<?> service, Topic<?> topic) {
        return service.subscription(topic)
                .filter(found -> found.notices() != null)
                .isPresent();
    }
}
