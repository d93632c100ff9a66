package dev.pharos.identity.local;

import com.google.gson.JsonObject;
import dev.pharos.document.api.Document;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.identity.api.Users.User;
import java.time.Instant;

/**
 * A user as the document of kind {@code user} holds it.
 *
 * @param hash bcrypt's, of the password
 * @param version of the document; 0 before it is stored
 */
record StoredUser(
    String name, Role role, String hash, Instant created, Instant passwordChanged, long version) {

  static final String KIND = "user";
  static final int SCHEMA = 1;

  /** Reads a document; what is missing or wrong in it is told by a {@link RuntimeException}. */
  static StoredUser of(Document document) {
    JsonObject json = StoredJson.read(document, SCHEMA);
    return new StoredUser(
        document.name(),
        Role.valueOf(StoredJson.text(json, "role")),
        StoredJson.text(json, "hash"),
        Instant.parse(StoredJson.text(json, "created")),
        Instant.parse(StoredJson.text(json, "passwordChanged")),
        document.version());
  }

  String json() {
    JsonObject json = new JsonObject();
    json.addProperty("role", role.name());
    json.addProperty("hash", hash);
    json.addProperty("created", created.toString());
    json.addProperty("passwordChanged", passwordChanged.toString());
    return json.toString();
  }

  Principal principal() {
    return new Principal(name, role);
  }

  User shown() {
    return new User(name, role, created, passwordChanged);
  }

  /** Tells this password of this user from every other, without telling anything about it. */
  String credential() {
    return RandomSecret.digest(hash).substring(0, 16);
  }

  StoredUser withPassword(String newHash, Instant now) {
    return new StoredUser(name, role, newHash, created, now, version);
  }

  StoredUser withRole(Role newRole) {
    return new StoredUser(name, newRole, hash, created, passwordChanged, version);
  }

  StoredUser withVersion(long newVersion) {
    return new StoredUser(name, role, hash, created, passwordChanged, newVersion);
  }

  /** Without the hash, which has no business in a log. */
  @Override
  public String toString() {
    return "user " + name + " (" + role + ")";
  }
}
