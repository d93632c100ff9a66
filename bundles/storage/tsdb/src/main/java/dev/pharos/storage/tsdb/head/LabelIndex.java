package dev.pharos.storage.tsdb.head;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which series have which labels: label names, their values, and the series with each.
 *
 * <p>One thread adds and forgets; others read meanwhile.
 */
final class LabelIndex {

  private final Symbols symbols;
  private final Map<String, LabelValues> names = new ConcurrentHashMap<>();

  LabelIndex(Symbols symbols) {
    this.symbols = symbols;
  }

  /** The values of a label; made if there are none yet. */
  LabelValues named(String name) {
    LabelValues found = names.get(name);
    if (found == null) {
      int symbol = symbols.intern(name);
      found = new LabelValues(symbols.texts().get(symbol), symbol);
      names.put(found.name(), found);
    }
    return found;
  }

  /** The values of a label; null if no series has it. */
  @Nullable LabelValues find(String name) {
    return names.get(name);
  }

  Collection<LabelValues> all() {
    return names.values();
  }

  /** Distinct pairs of name and value. */
  long pairs() {
    return names.values().stream().mapToLong(LabelValues::size).sum();
  }

  /** Forgets series, with all that none is left of; tells which symbols are still in use. */
  BitSet retain(LongPredicate kept) {
    BitSet used = new BitSet(symbols.end());
    for (LabelValues values : names.values()) {
      values.retain(kept);
      if (values.size() > 0) {
        used.set(values.symbol());
        values.forEachValue(used::set);
      }
    }
    names.values().removeIf(values -> values.size() == 0);
    return used;
  }
}
