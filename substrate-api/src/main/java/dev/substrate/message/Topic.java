package dev.substrate.message;

import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A subject that services subscribe to, and the class of what is published to it. Topics of one name in different places are different
 * topics.
 *
 * @param name 1 to {@value #NAME_CHARS_MAX} characters of {@code a-z0-9.-}
 * @param entityClass what is published: written as JSON by Jackson; {@link dev.substrate.record.Json} for text as it is
 * @param scope how far it reaches
 * @param place where it is; null for the place of the scope in which the node is that uses it
 */
public record Topic<E>(
        String name,
        Class<E> entityClass,
        Scope scope,
        @Nullable Place place) {

    /** The longest name, in characters. */
    public static final int NAME_CHARS_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0," + (NAME_CHARS_MAX - 1) + "}");

    /** @throws IllegalArgumentException if the name is out of bounds, or the place is not of the scope */
    public Topic {
        Objects.requireNonNull(entityClass, "entityClass");
        Objects.requireNonNull(scope, "scope");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a topic has 1 to " + NAME_CHARS_MAX
                    + " characters of a-z 0-9 . -, and begins with a letter or digit; not '" + name + "'");
        }
        if (place != null && place.scope() != scope) {
            throw new IllegalArgumentException(place + " is no place of the scope " + scope);
        }
    }

    /** Returns a topic that reaches the whole cluster. */
    public static <E> Topic<E> of(String name, Class<E> entityClass) {
        return new Topic<>(name, entityClass, Scope.GLOBAL, null);
    }

    /** Returns the topic of this name that each place of a scope has for itself. */
    public Topic<E> scope(Scope other) {
        return new Topic<>(name, entityClass, other, null);
    }

    /** Returns the topic of this name in a place. */
    public Topic<E> in(Place where) {
        return new Topic<>(name, entityClass, where.scope(), where);
    }
}
