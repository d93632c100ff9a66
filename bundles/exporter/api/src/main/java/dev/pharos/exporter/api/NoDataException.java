package dev.pharos.exporter.api;

/**
 * A collector has nothing to tell here and never had, such as one for a device this host has not:
 * it counts as not successful, but nothing is wrong and nothing is logged.
 */
public class NoDataException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is not here
   */
  public NoDataException(String message) {
    super(message);
  }
}
