package dev.pharos.config.yaml;

import dev.pharos.config.api.Secret;

/** A secret that stands in the configuration itself. */
record SecretValue(String value) implements Secret {

  @Override
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return MaskedYaml.MASK;
  }
}
