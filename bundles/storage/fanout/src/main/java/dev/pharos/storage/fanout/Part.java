package dev.pharos.storage.fanout;

/**
 * A service of a part.
 *
 * @param name name of the part, such as {@code tsdb}
 * @param ranking the service's ranking; the higher, the earlier
 * @param id the service's id; the lower, the earlier among those of one ranking
 * @param bundle id of the bundle that offers it
 * @param service what writes or reads
 */
record Part<S>(String name, int ranking, long id, long bundle, S service)
    implements Comparable<Part<?>> {

  @Override
  public int compareTo(Part<?> other) {
    return ranking != other.ranking
        ? Integer.compare(other.ranking, ranking)
        : Long.compare(id, other.id);
  }
}
