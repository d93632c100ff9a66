package dev.pharos.query.promql.column;

import dev.pharos.storage.api.StorageException;

/** Takes the series that an operator gives, one after the other, in the operator's order. */
@FunctionalInterface
public interface Sink {

  void take(Column column) throws StorageException;
}
