package dev.pharos.query.testkit;

/** A script is not written as it should be; the message names the line. */
public final class ScriptException extends Exception {

  private static final long serialVersionUID = 1L;

  ScriptException(int line, String message) {
    super("line " + line + ": " + message);
  }
}
