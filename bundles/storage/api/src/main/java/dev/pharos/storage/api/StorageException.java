package dev.pharos.storage.api;

import java.io.IOException;

/** The store could not read or write; the message says what, where and what to do. */
public final class StorageException extends IOException {

  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
