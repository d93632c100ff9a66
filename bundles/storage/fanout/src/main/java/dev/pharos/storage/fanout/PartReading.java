package dev.pharos.storage.fanout;

import dev.pharos.storage.api.StorageException;
import java.util.List;

/**
 * What happens when a part fails during one read: the main part's failure is that of the read, that
 * of another is a warning.
 *
 * @param part name of the part
 * @param isMain whether it is the main part
 * @param warnings those of the read; the part's failure is added
 */
record PartReading(String part, boolean isMain, List<String> warnings, PartFailures failures) {

  void failed(Exception failure) throws StorageException {
    if (isMain) {
      switch (failure) {
        case StorageException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw new StorageException(String.valueOf(failure.getMessage()), failure);
      }
    }
    failures.read(part, failure);
    String warning =
        "the storage part "
            + part
            + " could not be read, so samples may be missing: "
            + failure.getMessage();
    synchronized (warnings) {
      if (!warnings.contains(warning)) {
        warnings.add(warning);
      }
    }
  }
}
