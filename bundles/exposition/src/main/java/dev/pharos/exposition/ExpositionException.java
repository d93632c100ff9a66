package dev.pharos.exposition;

import java.io.IOException;

/**
 * An exposition breaks its format; the message says where, what was found and what was expected.
 */
public final class ExpositionException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String found;
  private final String expected;

  ExpositionException(int line, String found, String expected) {
    super("line " + line + ": expected " + expected + ", found " + found);
    this.line = line;
    this.found = found;
    this.expected = expected;
  }

  /** Where the offending text stands, counted from 1. */
  public int line() {
    return line;
  }

  /** The offending text, shortened. */
  public String found() {
    return found;
  }

  public String expected() {
    return expected;
  }
}
