package dev.pharos.http.client;

import dev.pharos.config.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The content of a file, read at each use. */
record FileSecret(Path file) implements Secret {

  @Override
  public String reveal() throws IOException {
    return Files.readString(file).strip();
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
