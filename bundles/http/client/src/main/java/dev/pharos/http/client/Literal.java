package dev.pharos.http.client;

import dev.pharos.config.api.Secret;

/** A text that is not shown. */
record Literal(String text) implements Secret {

  @Override
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
