package dev.pharos.storage.tsdb.wal;

/** The bytes of a record are whole, but they are not what a record of its type looks like. */
public final class DamagedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super(message);
  }
}
