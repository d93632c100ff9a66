package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Keeps the parts that come and go. Safe for use by several threads. */
final class PartList {

  private static final String PREFERRED = "tsdb";

  private final String configuredMain;
  private final List<Part<SampleWriter>> writers = new ArrayList<>();
  private final List<Part<SeriesReader>> readers = new ArrayList<>();

  /** Parts that could be read before and are gone: what only they hold is missing. */
  private final SortedSet<String> departed = new TreeSet<>();

  private int epoch;
  private volatile Parts current;

  /**
   * A list without parts.
   *
   * @param configuredMain name of the main part; if empty, it is the one called tsdb, or else the
   *     writer with the highest ranking, or else the reader with the highest ranking
   */
  PartList(String configuredMain) {
    this.configuredMain = configuredMain;
    this.current = new Parts("", List.of(), List.of(), List.of(), new Routes(0));
  }

  /** The parts as they are now. */
  Parts current() {
    return current;
  }

  /** Why a bundle has to stay, in half a sentence; empty if everything goes on without it. */
  String objection(long bundle) {
    Parts now = current;
    if (now.canDoWithout(bundle, !configuredMain.isEmpty())) {
      return "";
    }
    return "keeps the samples, as the main storage part "
        + now.mainName()
        + ", and no other would take over; "
        + (configuredMain.isEmpty()
            ? "add another storage that is written to and read first"
            : "name another as main in etc/dev.pharos.storage.fanout.cfg first");
  }

  synchronized void addWriter(Part<SampleWriter> part) {
    writers.add(part);
    writersChanged();
  }

  synchronized void removeWriter(long id) {
    writers.removeIf(part -> part.id() == id);
    writersChanged();
  }

  synchronized void addReader(Part<SeriesReader> part) {
    readers.add(part);
    departed.remove(part.name());
    update(current.routes());
  }

  synchronized void removeReader(long id) {
    for (Part<SeriesReader> part : List.copyOf(readers)) {
      if (part.id() == id) {
        readers.remove(part);
        departed.add(part.name());
      }
    }
    readers.forEach(part -> departed.remove(part.name()));
    update(current.routes());
  }

  /** References given before are void: every series has to be looked up in the new writers. */
  private void writersChanged() {
    epoch++;
    update(new Routes(epoch));
  }

  private void update(Routes routes) {
    current = Parts.of(mainName(), writers, readers, departed, routes);
  }

  private String mainName() {
    if (!configuredMain.isEmpty()) {
      return configuredMain;
    }
    List<Part<?>> ranked =
        Stream.concat(writers.stream().sorted(), readers.stream().sorted())
            .<Part<?>>map(part -> part)
            .toList();
    return ranked.stream()
        .map(Part::name)
        .filter(PREFERRED::equals)
        .findFirst()
        .orElseGet(() -> ranked.isEmpty() ? "" : ranked.getFirst().name());
  }
}
