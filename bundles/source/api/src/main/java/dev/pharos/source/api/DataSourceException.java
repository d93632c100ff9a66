package dev.pharos.source.api;

/** A data source could not answer; the message is shown in the panel. */
public final class DataSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  public DataSourceException(String message) {
    super(message);
  }

  public DataSourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
