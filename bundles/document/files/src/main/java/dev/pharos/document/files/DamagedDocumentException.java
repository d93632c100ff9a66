package dev.pharos.document.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file stands where a document should and does not hold one; the message says what may be done.
 */
final class DamagedDocumentException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedDocumentException(Path file, String found, String expected, @Nullable Throwable cause) {
    super(
        file
            + " is damaged: found "
            + found
            + ", expected "
            + expected
            + ". Put an earlier content from .versions in its place, or move the file away",
        cause);
  }
}
