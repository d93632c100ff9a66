package dev.pharos.query.testkit;

import java.util.Optional;

/**
 * What came of one evaluation.
 *
 * @param line where it stands in the script, from 1
 * @param query as it is written there
 * @param failure what is wrong with the answer; empty if it is as expected
 */
public record Outcome(int line, String query, Optional<Failure> failure) {

  /**
   * How an answer differs from what was expected.
   *
   * @param how the query was run: as it is written, at the middle of a range, or with {@code @}
   */
  public record Failure(String how, String expected, String got) {}
}
