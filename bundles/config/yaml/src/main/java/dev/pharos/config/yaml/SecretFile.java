package dev.pharos.config.yaml;

import dev.pharos.config.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that is the content of a file, without the white space around it. */
record SecretFile(Path file) implements Secret {

  @Override
  public String reveal() throws IOException {
    return Files.readString(file).strip();
  }

  @Override
  public String toString() {
    return MaskedYaml.MASK;
  }
}
