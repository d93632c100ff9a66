package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The parts as they are at one moment. Never changes: an operation works with one of these from its
 * beginning to its end.
 *
 * @param mainName name of the main part; empty if there is none
 * @param writers the main one first, if it is there
 * @param readers the main one first, if it is there
 * @param departed names of parts that could be read before and are gone
 * @param routes where series are found in the writers
 */
record Parts(
    String mainName,
    List<Part<SampleWriter>> writers,
    List<Part<SeriesReader>> readers,
    List<String> departed,
    Routes routes) {

  static Parts of(
      String mainName,
      List<Part<SampleWriter>> writers,
      List<Part<SeriesReader>> readers,
      Collection<String> departed,
      Routes routes) {
    return new Parts(
        mainName,
        mainFirst(mainName, writers),
        mainFirst(mainName, readers),
        List.copyOf(departed),
        routes);
  }

  private static <S> List<Part<S>> mainFirst(String mainName, List<Part<S>> parts) {
    List<Part<S>> sorted = new ArrayList<>(parts);
    sorted.sort(null);
    for (Part<S> part : List.copyOf(sorted)) {
      if (part.name().equals(mainName)) {
        sorted.remove(part);
        sorted.addFirst(part);
        break;
      }
    }
    return List.copyOf(sorted);
  }

  Optional<Part<SampleWriter>> mainWriter() {
    return main(writers);
  }

  Optional<Part<SeriesReader>> mainReader() {
    return main(readers);
  }

  private <S> Optional<Part<S>> main(List<Part<S>> parts) {
    return parts.stream().findFirst().filter(part -> part.name().equals(mainName));
  }

  /**
   * Whether everything goes on without a bundle: it has not the main writer, or another part that
   * writes and reads would be the main one.
   */
  boolean canDoWithout(long bundle, boolean mainIsConfigured) {
    if (mainWriter().filter(part -> part.bundle() == bundle).isEmpty()) {
      return true;
    }
    return !mainIsConfigured
        && writers.stream()
            .filter(part -> part.bundle() != bundle)
            .anyMatch(writer -> readers.stream().anyMatch(r -> r.name().equals(writer.name())));
  }
}
