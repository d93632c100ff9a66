package dev.pharos.exporter.frame;

import java.io.IOException;
import java.util.Collection;

/** No exporter of the name is installed, or it has just been taken out. */
final class NoSuchExporterException extends IOException {

  private static final long serialVersionUID = 1L;

  NoSuchExporterException(String name, Collection<String> others) {
    super(
        "no exporter is called "
            + name
            + "; there are "
            + (others.isEmpty() ? "none" : String.join(", ", others)));
  }
}
