package dev.substrate.record;

import dev.substrate.id.NodeId;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a name holds: everywhere, in one region, or in one zone of a region. It says which record is meant, and not where
 * the record's owner runs.
 *
 * @param scope the scope that this is a place of
 * @param region 0 to {@value #NUMBER_MAX}; 0 if the scope is global
 * @param zone 0 to {@value #NUMBER_MAX}; 0 if the scope is not a zone
 */
public record Place(Scope scope, int region, int zone) {

    /** The highest number of a region, and of a zone in a region. */
    public static final int NUMBER_MAX = 255;

    /** The whole cluster. */
    public static final Place EVERYWHERE = new Place(Scope.GLOBAL, 0, 0);

    private static final Pattern TEXT =
            Pattern.compile("(?:region-(?<region>\\d{1,3}))|(?:zone-(?<of>\\d{1,3})\\.(?<zone>\\d{1,3}))");

    /** @throws InvalidNameException if a number is out of bounds, or given for a scope that has none */
    public Place {
        Objects.requireNonNull(scope, "scope");
        requireNumber("region", region, scope != Scope.GLOBAL);
        requireNumber("zone", zone, scope == Scope.ZONE);
    }

    /** Returns a region. */
    public static Place region(int region) {
        return new Place(Scope.REGION, region, 0);
    }

    /** Returns a zone of a region. */
    public static Place zone(int region, int zone) {
        return new Place(Scope.ZONE, region, zone);
    }

    /** Returns the place of a scope in which a node is. */
    public static Place of(Scope scope, NodeId node) {
        return switch (scope) {
            case GLOBAL -> EVERYWHERE;
            case REGION -> region(node.region());
            case ZONE -> zone(node.region(), node.zone());
        };
    }

    /**
     * Reads what {@link #toString} makes.
     *
     * @throws InvalidNameException if it is no place
     */
    public static Place parse(String text) {
        if (text.equals("global")) {
            return EVERYWHERE;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidNameException(
                    "A place is 'global', 'region-R' or 'zone-R.Z' with numbers from 0 to " + NUMBER_MAX);
        }
        Place place = matcher.group("region") != null
                ? region(Integer.parseInt(matcher.group("region")))
                : zone(Integer.parseInt(matcher.group("of")), Integer.parseInt(matcher.group("zone")));
        if (!place.toString().equals(text)) {
            // Two texts of one place would be two records.
            throw new InvalidNameException("The numbers of a place have no leading zeros: '" + place + "'");
        }
        return place;
    }

    /** Returns {@code global}, {@code region-3} or {@code zone-3.1}. */
    @Override
    public String toString() {
        return switch (scope) {
            case GLOBAL -> "global";
            case REGION -> "region-" + region;
            case ZONE -> "zone-" + region + "." + zone;
        };
    }

    private static void requireNumber(String name, int number, boolean given) {
        if (number < 0 || number > (given ? NUMBER_MAX : 0)) {
            throw new InvalidNameException(
                    given
                            ? "A " + name + " is a number from 0 to " + NUMBER_MAX + ", not " + number
                            : "This scope has no " + name);
        }
    }
}
