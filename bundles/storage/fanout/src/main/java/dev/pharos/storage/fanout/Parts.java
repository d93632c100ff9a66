package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts as they are at one moment. Never changes: an operation works with one of these from its
 * beginning to its end.
 *
 * @param mainName name of the main part; empty if there is none
 * @param writers the main one first, if it is there
 * @param readers the main one first, if it is there
 * @param routes where series are found in the writers
 */
record Parts(
    String mainName,
    List<Part<SampleWriter>> writers,
    List<Part<SeriesReader>> readers,
    Routes routes) {

  static Parts of(
      String mainName,
      List<Part<SampleWriter>> writers,
      List<Part<SeriesReader>> readers,
      Routes routes) {
    return new Parts(mainName, mainFirst(mainName, writers), mainFirst(mainName, readers), routes);
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
}
