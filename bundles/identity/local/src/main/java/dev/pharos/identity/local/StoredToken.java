package dev.pharos.identity.local;

import com.google.gson.JsonObject;
import dev.pharos.document.api.Document;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.identity.api.Users.Token;
import java.time.Instant;
import java.util.Optional;

/**
 * A token as the document of kind {@code token} holds it.
 *
 * @param digest {@link RandomSecret#digest} of the secret
 */
record StoredToken(
    String name, Role role, String digest, Instant created, Optional<Instant> expires) {

  static final String KIND = "token";
  static final int SCHEMA = 1;

  /** Reads a document; what is missing or wrong in it is told by a {@link RuntimeException}. */
  static StoredToken of(Document document) {
    JsonObject json = StoredJson.read(document, SCHEMA);
    return new StoredToken(
        document.name(),
        Role.valueOf(StoredJson.text(json, "role")),
        StoredJson.text(json, "digest"),
        Instant.parse(StoredJson.text(json, "created")),
        json.has("expires")
            ? Optional.of(Instant.parse(StoredJson.text(json, "expires")))
            : Optional.empty());
  }

  String json() {
    JsonObject json = new JsonObject();
    json.addProperty("role", role.name());
    json.addProperty("digest", digest);
    json.addProperty("created", created.toString());
    expires.ifPresent(at -> json.addProperty("expires", at.toString()));
    return json.toString();
  }

  boolean isValid(Instant now) {
    return expires.isEmpty() || now.isBefore(expires.get());
  }

  Principal principal() {
    return new Principal("token:" + name, role);
  }

  Token shown() {
    return new Token(name, role, created, expires);
  }

  @Override
  public String toString() {
    return "token " + name + " (" + role + ")";
  }
}
