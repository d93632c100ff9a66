package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.head.Shapes.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which series there are: rows with references and labels, found by either.
 *
 * <p>References rise with each new series and are never given twice. Whatever adds or removes holds
 * {@link #lock}; others look up meanwhile without one, and may miss what is being added.
 */
final class SeriesIndex {

  /** No series. */
  static final long NONE = 0;

  /**
   * Series of the log that cannot have their reference here get one above this, where no other of
   * the log will be.
   */
  private static final long OTHERS = 1L << 38;

  /** A page with fewer rows than this is thinned. */
  private static final int SPARSE = Page.ROWS / 2;

  private final ReentrantLock lock = new ReentrantLock();

  /** Of the head; taken after {@link #lock}. */
  private final StampedLock visibility;

  private final Symbols symbols = new Symbols();
  private final LabelIndex labels = new LabelIndex(symbols);
  private final Shapes shapes = new Shapes(labels);
  private final Pages pages = new Pages();

  /** Places: slot of the page times 256 plus row. */
  private final HashTable<Labels> table =
      new HashTable<>() {
        @Override
        int hash(int place) {
          Page page = pages.inSlot(place >>> Page.ROW_BITS);
          return page.hashes[page.place(place & Page.ROW_MASK)];
        }

        @Override
        boolean isFor(int place, Labels wanted) {
          Page page = pages.inSlotOrNull(place >>> Page.ROW_BITS);
          return page != null && has(page, place & Page.ROW_MASK, wanted);
        }
      };

  /** Series that the log tells of under another reference as well. */
  private final Map<Long, Long> aliases = new ConcurrentHashMap<>();

  private int[] values = new int[16];
  private long lastReference;
  private volatile int size;
  private final AtomicInteger unlogged = new AtomicInteger();

  /** Whether series of the log are still coming, whose postings are made at the end. */
  private volatile boolean loading;

  SeriesIndex(StampedLock visibility) {
    this.visibility = visibility;
  }

  Symbols symbols() {
    return symbols;
  }

  Shapes shapes() {
    return shapes;
  }

  LabelIndex labels() {
    return labels;
  }

  Pages pages() {
    return pages;
  }

  /** Series held. */
  int size() {
    return size;
  }

  // What the log knows; under the commit lock

  /** Series that the log does not know. */
  int unlogged() {
    return unlogged.get();
  }

  /** Takes a series for known to the log; false if it was before. */
  boolean logging(long reference) {
    int row = (int) reference & Page.ROW_MASK;
    Page page = page(reference);
    if (page == null || page.logged.has(row)) {
      return false;
    }
    page.logged.add(row);
    unlogged.decrementAndGet();
    return true;
  }

  /** The log does not know a series after all. */
  void notLogged(long reference) {
    Page page = page(reference);
    if (page != null) {
      page.logged.remove((int) reference & Page.ROW_MASK);
      unlogged.incrementAndGet();
    }
  }

  // Looking up

  private boolean has(Page page, int row, Labels wanted) {
    if (!page.living.has(row)) {
      return false;
    }
    int at = page.place(row);
    if (page.hashes[at] != wanted.hashCode()) {
      return false;
    }
    RowLabels rows = page.labels();
    Shape shape = shapes.all()[rows.shape(at)];
    if (shape == null || shape.names.length != wanted.size()) {
      return false;
    }
    Symbols.Texts texts = symbols.texts();
    for (int i = 0; i < shape.names.length; i++) {
      if (!texts.is(rows.value(at, i), wanted.value(i)) || !shape.names[i].equals(wanted.name(i))) {
        return false;
      }
    }
    return true;
  }

  /** The reference of a series, or {@link #NONE}. */
  long find(Labels wanted) {
    int place = table.find(wanted.hashCode(), wanted);
    Page page = place < 0 ? null : pages.inSlotOrNull(place >>> Page.ROW_BITS);
    return page == null ? NONE : page.reference(place & Page.ROW_MASK);
  }

  /** The page of a living series; null if there is none with this reference. */
  @Nullable Page page(long reference) {
    Page page = pages.find(reference);
    return page != null && page.living.has((int) reference & Page.ROW_MASK) ? page : null;
  }

  /** The reference that a series has here, whatever the log calls it; {@link #NONE} if unknown. */
  long resolve(long reference) {
    if (page(reference) != null) {
      return reference;
    }
    Long other = aliases.get(reference);
    return other == null ? NONE : other;
  }

  /** The labels of a series; null if there is none with this reference. */
  @Nullable Labels labels(long reference) {
    // What the numbers mean is taken first: it holds while the row is alive afterwards.
    Symbols.Texts texts = symbols.texts();
    @Nullable Shape[] all = shapes.all();
    Page page = page(reference);
    return page == null
        ? null
        : labels(page, page.place((int) reference & Page.ROW_MASK), all, texts);
  }

  static Labels labels(Page page, int at, @Nullable Shape[] shapes, Symbols.Texts texts) {
    RowLabels rows = page.labels();
    String[] names = Shapes.get(shapes, rows.shape(at)).names;
    String[] pairs = new String[2 * names.length];
    for (int i = 0; i < names.length; i++) {
      pairs[2 * i] = names[i];
      pairs[2 * i + 1] = texts.get(rows.value(at, i));
    }
    return Labels.ofSorted(pairs);
  }

  /** Tells the references of all series, ascending. */
  void forEach(LongConsumer taker) {
    for (Page page : pages.all()) {
      for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
        taker.accept(page.reference(row));
      }
    }
  }

  /** The references of all series, ascending. */
  LongList all() {
    long[] references = new long[size + Page.ROWS];
    int count = 0;
    for (Page page : pages.all()) {
      for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
        if (count == references.length) {
          references = Arrays.copyOf(references, count + count / 4);
        }
        references[count++] = page.reference(row);
      }
    }
    return new LongList(references, count);
  }

  // Adding

  /**
   * The reference of a series, which is made if it is new and there is room.
   *
   * @param room series that there may be
   * @param made counts what was made
   */
  long findOrCreate(Labels wanted, long room, LongAdder made) {
    lock.lock();
    try {
      long found = find(wanted);
      if (found != NONE || size >= room) {
        return found;
      }
      made.increment();
      return create(wanted);
    } finally {
      lock.unlock();
    }
  }

  private long create(Labels made) {
    Shape shape = shapes.intern(made);
    int[] symbolsOfValues = symbols(made);
    while (true) {
      long reference = ++lastReference;
      Page page = pageFor(reference, made.size());
      int row = (int) reference & Page.ROW_MASK;
      if (page.addLabels(row, shape.number, symbolsOfValues, made.size())) {
        live(page, row, made.hashCode());
        unlogged.incrementAndGet();
        for (int i = 0; i < shape.values.length; i++) {
          shape.values[i].add(symbolsOfValues[i], reference);
        }
        return reference;
      }
      // Labels without end have filled the page: the next one begins.
      lastReference |= Page.ROW_MASK;
    }
  }

  private int[] symbols(Labels made) {
    if (values.length < made.size()) {
      values = new int[made.size()];
    }
    for (int i = 0; i < made.size(); i++) {
      values[i] = symbols.intern(made.value(i));
    }
    return values;
  }

  private Page pageFor(long reference, int labelCount) {
    Page page = pages.find(reference);
    if (page == null) {
      Page before = reference < Page.ROWS ? null : pages.find(reference - Page.ROWS);
      if (before != null) {
        before.packLabels();
      }
      return pages.create(reference >>> Page.ROW_BITS, labelCount);
    }
    boolean room = page.hasPlace((int) reference & Page.ROW_MASK) && !page.labels().isPacked();
    return room ? page : replace(page, null);
  }

  private void live(Page page, int row, int hash) {
    page.hashes[page.place(row)] = hash;
    page.living.add(row);
    size = size() + 1;
    table.add(hash, (page.slot << Page.ROW_BITS) | row);
  }

  private Page replace(Page page, @Nullable Rows rows) {
    // Nobody may write to the old page while it is copied.
    long stamp = visibility.writeLock();
    try {
      Page other = page.with(rows, shapes);
      pages.replace(other);
      return other;
    } finally {
      visibility.unlockWrite(stamp);
    }
  }

  // Loading

  /**
   * Adds a series of the log; one that is here already under another reference keeps the first.
   *
   * @return false if the reference is that of another series
   */
  boolean load(long reference, Labels told) {
    lock.lock();
    try {
      loading = true;
      long known = resolve(reference);
      if (known != NONE) {
        return told.equals(labels(known));
      }
      long found = find(told);
      if (found == NONE) {
        found = loadNew(reference, told);
      }
      if (found != reference) {
        aliases.put(reference, found);
        noteReference(reference);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long loadNew(long reference, Labels told) {
    Shape shape = shapes.intern(told);
    int[] symbolsOfValues = symbols(told);
    long wanted =
        reference > 0 && reference <= Pages.MAX_REFERENCE
            ? reference
            : Math.max(lastReference, OTHERS) + 1;
    while (true) {
      Page before = pages.find(lastReference);
      if (before != null && before.number != wanted >>> Page.ROW_BITS) {
        thin(before);
      }
      Page page = pageFor(wanted, told.size());
      int row = (int) wanted & Page.ROW_MASK;
      noteReference(wanted);
      if (page.addLabels(row, shape.number, symbolsOfValues, told.size())) {
        live(page, row, told.hashCode());
        if (wanted == reference) {
          page.logged.add(row);
        } else {
          unlogged.incrementAndGet();
        }
        return wanted;
      }
      wanted = (Math.max(lastReference, OTHERS) | Page.ROW_MASK) + 1;
    }
  }

  /** No series made from now on may have a reference that the log has used. */
  void noteReference(long reference) {
    if (reference <= Pages.MAX_REFERENCE) {
      lastReference = Math.max(lastReference, reference);
    }
  }

  /** Makes the postings of what was loaded. */
  void loaded() {
    lock.lock();
    try {
      if (!loading) {
        return;
      }
      loading = false;
      for (Page page : pages.all()) {
        RowLabels rows = page.labels();
        for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
          int at = page.place(row);
          LabelValues[] names = Shapes.get(shapes.all(), rows.shape(at)).values;
          for (int i = 0; i < names.length; i++) {
            names[i].add(rows.value(at, i), page.reference(row));
          }
        }
        thin(page);
      }
    } finally {
      lock.unlock();
    }
  }

  private void thin(Page page) {
    int left = page.living.size();
    boolean isLast = page.number == lastReference >>> Page.ROW_BITS;
    if (left < SPARSE && page.places() >= 2 * left && !isLast) {
      Rows rows = new Rows();
      rows.addAll(page.living);
      replace(page, rows);
    }
  }

  // Removing

  /** Lets rows be removed soon, unless somebody asks for them before. */
  void mark(LongList rows) {
    lock.lock();
    try {
      for (int i = 0; i < rows.size(); i++) {
        Page page = page(rows.get(i));
        if (page != null) {
          page.going.add((int) rows.get(i) & Page.ROW_MASK);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets a row stay that was marked; false if it has gone already. */
  boolean revive(long reference) {
    lock.lock();
    try {
      Page page = page(reference);
      if (page != null) {
        page.going.remove((int) reference & Page.ROW_MASK);
      }
      return page != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes rows that are still marked, and all that nobody else uses.
   *
   * @param gone whether a marked row may really go
   * @param count counts those that went
   * @return the references of those that went, and behind them others that the log has for them
   */
  long[] remove(LongList rows, LongPredicate gone, LongAdder count) {
    lock.lock();
    try {
      int removed = 0;
      long[] references = new long[rows.size()];
      BitSet touched = new BitSet();
      for (int i = 0; i < rows.size(); i++) {
        long reference = rows.get(i);
        int row = (int) reference & Page.ROW_MASK;
        Page page = page(reference);
        if (page != null && page.going.has(row)) {
          page.going.remove(row);
          if (gone.test(reference)) {
            page.living.remove(row);
            unlogged.addAndGet(page.logged.has(row) ? 0 : -1);
            touched.set(page.slot);
            references[removed++] = reference;
          }
        }
      }
      if (removed > 0) {
        size = size() - removed;
        count.add(removed);
        forgetDead(touched);
      }
      return LongStream.concat(
              Arrays.stream(references, 0, removed), forgetAliases().stream().mapToLong(a -> a))
          .toArray();
    } finally {
      lock.unlock();
    }
  }

  private List<Long> forgetAliases() {
    List<Long> forgotten = new ArrayList<>();
    aliases.forEach(
        (alias, reference) -> {
          if (page(reference) == null) {
            forgotten.add(alias);
          }
        });
    forgotten.forEach(aliases::remove);
    return forgotten;
  }

  private void forgetDead(BitSet touched) {
    table.retain(
        size, place -> pages.inSlot(place >>> Page.ROW_BITS).living.has(place & Page.ROW_MASK));
    List<Page> empty = new ArrayList<>();
    touched.stream()
        .forEach(
            slot -> {
              Page page = pages.inSlot(slot);
              if (page.living.size() == 0) {
                empty.add(page);
              } else {
                thin(page);
              }
            });
    pages.drop(empty);
    BitSet usedShapes = new BitSet();
    for (Page page : pages.all()) {
      for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
        usedShapes.set(page.labels().shape(page.place(row)));
      }
    }
    shapes.retain(usedShapes);
    symbols.retain(labels.retain(reference -> page(reference) != null));
  }
}
