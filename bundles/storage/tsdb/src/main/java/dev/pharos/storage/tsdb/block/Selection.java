package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.Regex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the series of one index that fulfil matchers.
 *
 * <p>Matchers that name their values come first, those with the fewest series at the head. What is
 * left is narrowed matcher by matcher, in whichever of two ways reads less: through the values of
 * the label and their postings, or through the labels of the series that are left. A matcher that
 * is fulfilled without the label takes away the series of the values it refuses.
 *
 * <p>For one call and one thread.
 */
final class Selection {

  private static final int CHECK_EVERY = 4096;

  /** Reading a series takes as long as reading so many entries of postings. */
  private static final int SERIES_COST = 32;

  /** Asking a regular expression about a value takes as long as so many entries of postings. */
  private static final int VALUE_COST = 32;

  /** A matcher that names its values: where their postings are, and how many series they have. */
  private record Exact(Matcher matcher, List<Long> places, long cost) {}

  private final Access access;
  private final IndexFile index;
  private @Nullable SeriesEntry entry;

  Selection(Access access, IndexFile index) {
    this.access = access;
    this.index = index;
  }

  /** The series that fulfil all matchers, ascending: in the order of their labels. */
  int[] find(List<Matcher> matchers) throws DamagedBlockException {
    access.check();
    List<Exact> exact = new ArrayList<>();
    List<Matcher> others = new ArrayList<>();
    for (Matcher matcher : matchers) {
      if (matcher.matchesEverything()) {
        continue;
      }
      Set<String> named = matcher.matchesAbsence() ? null : named(matcher);
      if (named == null) {
        others.add(matcher);
      } else {
        exact.add(locate(matcher, named));
      }
    }
    exact.sort(Comparator.comparingLong(Exact::cost));
    int[] found = null;
    for (Exact next : exact) {
      if (found == null) {
        found = union(next.places);
      } else if ((long) found.length * SERIES_COST < next.cost) {
        found = filter(found, next.matcher);
      } else {
        found = References.intersect(found, union(next.places));
      }
      if (found.length == 0) {
        return found;
      }
    }
    // Those that need a label can stand in for all series; those that refuse some cannot.
    others.sort(Comparator.comparing(Matcher::matchesAbsence));
    for (Matcher matcher : others) {
      found = narrow(found, matcher);
      if (found.length == 0) {
        return found;
      }
    }
    return found == null ? index.all() : found;
  }

  /** The only values that a matcher takes, or refuses if it is a negative one; null if unknown. */
  private static @Nullable Set<String> named(Matcher matcher) {
    Regex regex = matcher.regex();
    return switch (matcher.type()) {
      case EQUAL -> Set.of(matcher.value());
      case REGEX -> regex == null ? null : regex.alternatives();
      case NOT_EQUAL, NOT_REGEX -> null;
    };
  }

  private static @Nullable Set<String> refused(Matcher matcher) {
    Regex regex = matcher.regex();
    return switch (matcher.type()) {
      case NOT_EQUAL -> Set.of(matcher.value());
      case NOT_REGEX -> regex == null ? null : regex.alternatives();
      case EQUAL, REGEX -> null;
    };
  }

  private Exact locate(Matcher matcher, Set<String> values) throws DamagedBlockException {
    List<Long> places = new ArrayList<>(values.size());
    long cost = 0;
    for (String value : values) {
      long place = index.table().find(matcher.name(), value);
      if (place >= 0) {
        places.add(place);
        cost += index.postingsCount(place);
      }
    }
    return new Exact(matcher, places, cost);
  }

  private int[] union(List<Long> places) throws DamagedBlockException {
    List<int[]> lists = new ArrayList<>(places.size());
    for (long place : places) {
      lists.add(index.postings(place));
    }
    return References.union(lists);
  }

  /** Those of the candidates that fulfil the matcher; null stands for all series. */
  private int[] narrow(int @Nullable [] candidates, Matcher matcher) throws DamagedBlockException {
    int values = index.table().values(matcher.name());
    boolean absence = matcher.matchesAbsence();
    if (values == 0) {
      return absence ? orAll(candidates) : References.NONE;
    }
    Set<String> refused = absence ? refused(matcher) : null;
    if (refused != null && !refused.contains("")) {
      Exact gone = locate(matcher, refused);
      int[] from = orAll(candidates);
      return (long) from.length * SERIES_COST < gone.cost
          ? filter(from, matcher)
          : References.subtract(from, union(gone.places));
    }
    // Half of the values may fulfil the matcher, and all their postings would have to be read.
    long costOfValues = (long) values * VALUE_COST + index.seriesCount() / 2;
    if (candidates != null && (long) candidates.length * SERIES_COST < costOfValues) {
      return filter(candidates, matcher);
    }
    List<Long> places = new ArrayList<>();
    int[] steps = {0};
    index
        .table()
        .visit(
            matcher.name(),
            absence ? "" : prefix(matcher),
            (value, place) -> {
              if (++steps[0] % CHECK_EVERY == 0) {
                access.check();
              }
              if (!value.isEmpty() && matcher.matches(value) != absence) {
                places.add(place);
              }
              return true;
            });
    int[] listed = union(places);
    if (absence) {
      return References.subtract(orAll(candidates), listed);
    }
    return candidates == null ? listed : References.intersect(candidates, listed);
  }

  private static String prefix(Matcher matcher) {
    Regex regex = matcher.regex();
    return matcher.type() == Matcher.Type.REGEX && regex != null ? regex.prefix() : "";
  }

  private int[] orAll(int @Nullable [] candidates) throws DamagedBlockException {
    return candidates == null ? index.all() : candidates;
  }

  /** Asks the labels of each candidate. */
  private int[] filter(int[] candidates, Matcher matcher) throws DamagedBlockException {
    int[] found = new int[candidates.length];
    int size = 0;
    int steps = 0;
    Map<Integer, Boolean> known = new HashMap<>();
    boolean absence = matcher.matchesAbsence();
    for (int candidate : candidates) {
      if (++steps % CHECK_EVERY == 0) {
        access.check();
      }
      SeriesEntry series = entry();
      series.read(candidate);
      int label = index.label(series, matcher.name());
      boolean fulfilled = absence;
      if (label >= 0) {
        int text = series.value(label);
        Boolean answer = known.get(text);
        if (answer == null) {
          answer = matcher.matches(index.symbols().text(text));
          known.put(text, answer);
        }
        fulfilled = answer;
      }
      if (fulfilled) {
        found[size] = candidate;
        size++;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private SeriesEntry entry() {
    SeriesEntry present = entry;
    if (present == null) {
      present = index.series();
      entry = present;
    }
    return present;
  }
}
