package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Regex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series there are and which have which labels.
 *
 * <p>One thread adds; others read meanwhile without a lock. Nothing is ever taken out: to forget
 * series, make a new index of those that stay. A series has a number here, its place in the order
 * of coming.
 */
final class SeriesIndex {

  private static final int CHECK_EVERY = 4096;

  private final SeriesTable table = new SeriesTable();
  private final Map<String, Map<String, Postings>> labels = new ConcurrentHashMap<>();
  private @Nullable HeadSeries[] series = new @Nullable HeadSeries[64];
  private volatile int size;

  @Nullable HeadSeries find(Labels wanted) {
    return table.find(wanted);
  }

  @Nullable HeadSeries find(long reference) {
    return table.find(reference);
  }

  int size() {
    return size;
  }

  /** The labels in texts that are shared with all other series. */
  Labels shared(Labels original) {
    String[] pairs = new String[2 * original.size()];
    for (int i = 0; i < original.size(); i++) {
      Postings postings = postings(original.name(i), original.value(i));
      pairs[2 * i] = postings.name;
      pairs[2 * i + 1] = postings.value;
    }
    return Labels.ofSorted(pairs);
  }

  private Postings postings(String name, String value) {
    Map<String, Postings> values = labels.computeIfAbsent(name, n -> new ConcurrentHashMap<>());
    Postings postings = values.get(value);
    if (postings == null) {
      String sharedName = values.isEmpty() ? name : values.values().iterator().next().name;
      postings = new Postings(sharedName, value);
      values.put(value, postings);
    }
    return postings;
  }

  /** Adds a series that is not here. */
  void add(HeadSeries added) {
    int number = size;
    if (number == series.length) {
      series = Arrays.copyOf(series, 2 * number);
    }
    series[number] = added;
    size = number + 1;
    for (int i = 0; i < added.labels.size(); i++) {
      postings(added.labels.name(i), added.labels.value(i)).add(number);
    }
    table.add(added);
  }

  /** The series as they are now, in the order of coming. */
  List<HeadSeries> all() {
    return resolve(IntList.upTo(size));
  }

  private List<HeadSeries> resolve(IntList numbers) {
    @Nullable HeadSeries[] all = series;
    List<HeadSeries> found = new ArrayList<>(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      HeadSeries one = all[numbers.numbers()[i]];
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  /** Distinct pairs of name and value. */
  long pairs() {
    return labels.values().stream().mapToLong(Map::size).sum();
  }

  Set<String> names() {
    return labels.keySet();
  }

  Collection<Postings> values(String name) {
    return labels.getOrDefault(name, Map.of()).values();
  }

  /** The series that fulfil all matchers, in no order. */
  List<HeadSeries> select(Access access, List<Matcher> matchers) {
    access.check();
    // Read before any postings: what is numbered below this is in all of them.
    int count = size;
    IntList found = null;
    for (IntList numbers : exact(matchers)) {
      found = found == null ? numbers : found.intersect(numbers);
    }
    for (Matcher matcher : matchers) {
      if (!isExact(matcher)) {
        found = narrow(access, found == null ? IntList.upTo(count) : found, matcher);
      }
    }
    return resolve(found == null ? IntList.upTo(count) : found);
  }

  /** Whether the index alone knows the series: those with one of few given values. */
  private static boolean isExact(Matcher matcher) {
    Regex regex = matcher.regex();
    return !matcher.matchesAbsence()
        && (matcher.type() == Matcher.Type.EQUAL || hasAlternatives(matcher.type(), regex));
  }

  private static boolean hasAlternatives(Matcher.Type type, @Nullable Regex regex) {
    return type == Matcher.Type.REGEX && regex != null && regex.alternatives() != null;
  }

  private List<IntList> exact(List<Matcher> matchers) {
    List<IntList> found = new ArrayList<>();
    for (Matcher matcher : matchers) {
      if (isExact(matcher)) {
        Regex regex = matcher.regex();
        Set<String> wanted = regex == null ? null : regex.alternatives();
        found.add(union(matcher.name(), wanted == null ? Set.of(matcher.value()) : wanted));
      }
    }
    found.sort(Comparator.comparingInt(IntList::size));
    return found;
  }

  private IntList union(String name, Collection<String> wanted) {
    Map<String, Postings> values = labels.getOrDefault(name, Map.of());
    List<IntList> lists = new ArrayList<>();
    for (String value : wanted) {
      Postings postings = values.get(value);
      if (postings != null) {
        lists.add(postings.snapshot());
      }
    }
    return union(lists);
  }

  /** No series is in two of the lists: they are of different values of one label. */
  private static IntList union(List<IntList> lists) {
    if (lists.size() == 1) {
      return lists.getFirst();
    }
    int[] all = new int[lists.stream().mapToInt(IntList::size).sum()];
    int count = 0;
    for (IntList list : lists) {
      System.arraycopy(list.numbers(), 0, all, count, list.size());
      count += list.size();
    }
    Arrays.sort(all);
    return new IntList(all, count);
  }

  private IntList narrow(Access access, IntList candidates, Matcher matcher) {
    Collection<Postings> values = values(matcher.name());
    if (candidates.size() <= values.size()) {
      @Nullable HeadSeries[] all = series;
      return candidates.filter(
          number -> {
            HeadSeries one = all[number];
            return one != null && matcher.matches(one.labels);
          });
    }
    boolean absence = matcher.matchesAbsence();
    List<IntList> lists = new ArrayList<>();
    int steps = 0;
    for (Postings postings : values) {
      if (++steps % CHECK_EVERY == 0) {
        access.check();
      }
      if (matcher.matches(postings.value) != absence) {
        lists.add(postings.snapshot());
      }
    }
    IntList listed = lists.isEmpty() ? IntList.EMPTY : union(lists);
    return absence ? candidates.without(listed) : candidates.intersect(listed);
  }
}
