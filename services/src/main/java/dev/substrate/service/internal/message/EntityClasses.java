package dev.substrate.service.internal.message;

import dev.substrate.record.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of the classes that a service takes is meant by the name of a class. */
final class EntityClasses {

    private EntityClasses() {}

    /**
     * Returns the class as which an entity is to be read.
     *
     * @param classes what the service takes
     * @param type a simple name; empty if the sender named none
     */
    static Optional<Class<?>> choose(Collection<Class<?>> classes, String type) {
        Optional<Class<?>> named = classes.stream()
                .filter(known -> known != Json.class && known.getSimpleName().equals(type))
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        if (type.isEmpty() && classes.size() == 1) {
            return Optional.of(classes.iterator().next());
        }
        return classes.contains(Json.class) ? Optional.of(Json.class) : Optional.empty();
    }

    /** Says why nothing was chosen. */
    static String refusal(String service, Collection<Class<?>> classes, String type) {
        String taken = classes.stream()
                .map(Class::getSimpleName)
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.joining(", "));
        return "service '" + service + "' takes "
                + (taken.isEmpty()
                        ? "no messages"
                        : "only " + taken + "; not " + (type.isEmpty() ? "a message that names no class" : type));
    }
}
