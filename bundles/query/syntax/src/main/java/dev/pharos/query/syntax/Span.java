package dev.pharos.query.syntax;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a piece of a query stands: from {@code start} up to but not with {@code end}, in characters
 * from 0.
 *
 * <p>All spans are equal to each other, on purpose: so trees compare by what they mean, wherever
 * and however it was written.
 */
public final class Span {

  private final int start;
  private final int end;

  public Span(int start, int end) {
    this.start = start;
    this.end = end;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** The span from the start of this one to the end of the other. */
  Span to(Span other) {
    return new Span(start, other.end);
  }

  /**
   * Line and column of the start within {@code query}, both from 1, as in {@code 1:7}; the column
   * counts bytes of UTF-8.
   */
  public String position(String query) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < start && i < query.length(); i++) {
      if (query.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    String before = query.substring(lineStart, Math.clamp(start, lineStart, query.length()));
    return line + ":" + (before.getBytes(StandardCharsets.UTF_8).length + 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return start + ".." + end;
  }
}
