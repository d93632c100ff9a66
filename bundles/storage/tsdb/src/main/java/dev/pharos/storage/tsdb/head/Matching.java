package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.Regex;
import dev.pharos.storage.tsdb.head.Shapes.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the series that fulfil matchers, from the index of labels as far as it knows. */
final class Matching {

  private static final int CHECK_EVERY = 4096;

  private final SeriesIndex index;
  private final Access access;
  private int steps;

  Matching(SeriesIndex index, Access access) {
    this.index = index;
    this.access = access;
  }

  /** The references of the series that fulfil all matchers, ascending. */
  LongList find(List<Matcher> matchers) {
    access.check();
    LongList found = null;
    for (LongList references : exact(matchers)) {
      found = found == null ? references : found.intersect(references);
    }
    for (Matcher matcher : matchers) {
      if (!isExact(matcher) && !matcher.matchesEverything()) {
        found = narrow(found, matcher);
      }
    }
    return found == null ? index.all() : found;
  }

  private void step() {
    if (++steps % CHECK_EVERY == 0) {
      access.check();
    }
  }

  /** The only values that a matcher selects, or all that it does not; null if they are not few. */
  private static @Nullable Set<String> words(Matcher matcher) {
    Regex regex = matcher.regex();
    return regex == null ? Set.of(matcher.value()) : regex.alternatives();
  }

  private static boolean isNegative(Matcher matcher) {
    return matcher.type() == Matcher.Type.NOT_EQUAL || matcher.type() == Matcher.Type.NOT_REGEX;
  }

  /** Whether the index alone knows the series: those with one of few given values. */
  private static boolean isExact(Matcher matcher) {
    return !matcher.matchesAbsence() && !isNegative(matcher) && words(matcher) != null;
  }

  private List<LongList> exact(List<Matcher> matchers) {
    List<LongList> found = new ArrayList<>();
    for (Matcher matcher : matchers) {
      Set<String> wanted = isExact(matcher) ? words(matcher) : null;
      if (wanted != null) {
        found.add(having(matcher.name(), wanted));
      }
    }
    found.sort(Comparator.comparingInt(LongList::size));
    return found;
  }

  private LongList having(String name, Collection<String> wanted) {
    LabelValues values = index.labels().find(name);
    List<LongList> lists = new ArrayList<>();
    if (values != null) {
      for (String value : wanted) {
        int symbol = index.symbols().find(value);
        Postings postings = symbol < 0 ? null : values.find(symbol);
        if (postings != null) {
          lists.add(postings.references());
        }
      }
    }
    return LongList.union(lists);
  }

  private LongList narrow(@Nullable LongList candidates, Matcher matcher) {
    LabelValues values = index.labels().find(matcher.name());
    boolean absence = matcher.matchesAbsence();
    if (values == null) {
      return absence ? candidates == null ? index.all() : candidates : LongList.EMPTY;
    }
    Set<String> words = isNegative(matcher) ? words(matcher) : null;
    if (words != null && absence) {
      // What has one of few values is left out; what has none stays.
      return all(candidates).without(having(matcher.name(), words));
    }
    if (candidates != null && candidates.size() <= values.size()) {
      return candidates.filter(reference -> fulfils(reference, matcher, absence));
    }
    List<LongList> lists = new ArrayList<>();
    Symbols.Texts texts = index.symbols().texts();
    values.forEach(
        (value, postings) -> {
          step();
          if (texts.fulfils(value, matcher) != absence) {
            lists.add(postings.references());
          }
        });
    LongList listed = LongList.union(lists);
    if (absence) {
      return all(candidates).without(listed);
    }
    return candidates == null ? listed : candidates.intersect(listed);
  }

  private LongList all(@Nullable LongList candidates) {
    return candidates == null ? index.all() : candidates;
  }

  private boolean fulfils(long reference, Matcher matcher, boolean absence) {
    step();
    Symbols.Texts texts = index.symbols().texts();
    @Nullable Shape[] shapes = index.shapes().all();
    Page page = index.page(reference);
    if (page == null) {
      return false;
    }
    int at = page.place((int) reference & Page.ROW_MASK);
    RowLabels labels = page.labels();
    int place = Shapes.get(shapes, labels.shape(at)).place(matcher.name());
    return place < 0 ? absence : texts.fulfils(labels.value(at, place), matcher);
  }
}
