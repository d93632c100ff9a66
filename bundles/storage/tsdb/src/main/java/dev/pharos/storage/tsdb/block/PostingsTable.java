package dev.pharos.storage.tsdb.block;

import java.util.List;

/** Where an index holds the series of each label pair. Safe for use by several threads. */
sealed interface PostingsTable permits SampledPostingsTable, LoadedPostingsTable {

  /** Told of values one after the other. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Takes a value.
     *
     * @param postings where its series stand, in bytes from the start of the file
     * @return false to end the visit
     */
    boolean visit(String value, long postings) throws DamagedBlockException;
  }

  /** Names of labels, sorted. */
  List<String> names();

  /** How many values a label has; 0 if there is no such label. */
  int values(String name);

  /** Where the series of a pair stand, in bytes from the start of the file; -1 for nowhere. */
  long find(String name, String value) throws DamagedBlockException;

  /** Visits the values of a label that begin with a text, in their order. */
  void visit(String name, String prefix, Visitor visitor) throws DamagedBlockException;
}
