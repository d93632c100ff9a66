package dev.pharos.identity.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.document.api.DamagedDocuments;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.testkit.MemoryDocuments;
import dev.pharos.identity.api.RefusedUserException;
import dev.pharos.identity.api.RefusedUserException.Why;
import dev.pharos.identity.api.Role;
import dev.pharos.identity.api.Users.NewToken;
import dev.pharos.identity.api.Users.User;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LocalUsersTest {

  private final MemoryDocuments documents = new MemoryDocuments();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private LocalUsers users;

  @BeforeEach
  void start() throws IOException {
    users = restarted();
  }

  private LocalUsers restarted() throws IOException {
    return new LocalUsers(documents, documents, () -> now);
  }

  private static char[] password(String text) {
    return text.toCharArray();
  }

  private void create(String name, Role role) throws Exception {
    users.createUser(name, password("password of " + name), role);
  }

  private static void refused(Why why, Executable change) {
    assertEquals(why, assertThrows(RefusedUserException.class, change).why());
  }

  @Test
  void a_user_is_there_after_a_restart() throws Exception {
    create("alice", Role.EDITOR);

    assertEquals(List.of(new User("alice", Role.EDITOR, now, now)), restarted().users());
    assertEquals(users.users(), restarted().users());
  }

  @Test
  void the_password_is_kept_as_a_hash_only() throws Exception {
    create("alice", Role.EDITOR);

    String stored = documents.get("user", "alice").map(Document::json).orElseThrow();
    assertFalse(stored.contains("password of alice"));
    assertTrue(stored.contains("\"hash\":\"$2a$10$"), stored);
  }

  @Test
  void names_are_taken_once_whatever_their_case() throws Exception {
    create("alice", Role.ADMIN);

    refused(Why.EXISTS, () -> create("alice", Role.VIEWER));
    refused(Why.EXISTS, () -> create("Alice", Role.VIEWER));
    assertEquals(1, users.users().size());
  }

  @Test
  void names_and_passwords_have_rules() {
    for (String name : List.of("", "a b", "a:b", "../x", ".x", "ä", "x".repeat(65))) {
      refused(Why.INVALID, () -> users.createUser(name, password("long enough"), Role.VIEWER));
    }
    for (String text : List.of("", "7 chars", "x".repeat(65), "é".repeat(33))) {
      refused(Why.INVALID, () -> users.createUser("alice", password(text), Role.VIEWER));
    }
    assertEquals(List.of(), users.users());
  }

  @Test
  void the_longest_password_still_counts_to_its_last_letter() throws Exception {
    users.createUser("alice", password("x".repeat(63) + "1"), Role.VIEWER);
    StoredUser alice = Objects.requireNonNull(users.user("alice"));

    assertTrue(PasswordHash.fits(password("x".repeat(63) + "1"), alice.hash()));
    assertFalse(PasswordHash.fits(password("x".repeat(63) + "2"), alice.hash()));
    assertFalse(PasswordHash.fits(password("x".repeat(200)), alice.hash()));
  }

  @Test
  void what_is_not_there_cannot_be_changed() {
    refused(Why.UNKNOWN, () -> users.changePassword("bob", password("long enough")));
    refused(Why.UNKNOWN, () -> users.changeRole("bob", Role.ADMIN));
    refused(Why.UNKNOWN, () -> users.deleteUser("bob"));
    refused(Why.UNKNOWN, () -> users.revokeToken("ci"));
  }

  @Test
  void the_last_administrator_stays() throws Exception {
    create("alice", Role.ADMIN);
    create("bob", Role.EDITOR);

    refused(Why.LAST_ADMIN, () -> users.deleteUser("alice"));
    refused(Why.LAST_ADMIN, () -> users.changeRole("alice", Role.EDITOR));
    users.changeRole("alice", Role.ADMIN);

    users.changeRole("bob", Role.ADMIN);
    users.deleteUser("alice");
    refused(Why.LAST_ADMIN, () -> users.changeRole("bob", Role.VIEWER));
    assertEquals(List.of("bob"), users.users().stream().map(User::name).toList());
    assertEquals(users.users(), restarted().users());
  }

  @Test
  void an_administrators_token_is_no_administrator() throws Exception {
    create("alice", Role.ADMIN);
    users.createToken("ci", Role.ADMIN, Optional.empty());

    refused(Why.LAST_ADMIN, () -> users.deleteUser("alice"));
  }

  @Test
  void a_change_that_cannot_be_stored_does_not_hold() throws Exception {
    Documents full =
        new Documents() {
          @Override
          public Optional<Document> get(String kind, String name) {
            return Optional.empty();
          }

          @Override
          public List<Document> list(String kind) {
            return List.of();
          }

          @Override
          public Document put(String kind, String name, int schema, String json, long version)
              throws IOException {
            throw new IOException("no space left");
          }

          @Override
          public boolean delete(String kind, String name) {
            return false;
          }

          @Override
          public List<Document> versions(String kind, String name) {
            return List.of();
          }
        };
    LocalUsers unlucky = new LocalUsers(full, documents, () -> now);

    assertThrows(
        IOException.class, () -> unlucky.createUser("alice", password("long enough"), Role.ADMIN));
    assertThrows(IOException.class, () -> unlucky.createToken("ci", Role.VIEWER, Optional.empty()));
    assertEquals(List.of(), unlucky.users());
    assertEquals(List.of(), unlucky.tokens());
  }

  @Test
  void a_token_is_known_by_its_secret_after_a_restart() throws Exception {
    NewToken made = users.createToken("ci", Role.EDITOR, Optional.empty());

    assertEquals("token:ci", restarted().token(made.secret()).orElseThrow().principal().name());
    assertTrue(users.token(made.secret() + "x").isEmpty());
    assertTrue(users.token("ci").isEmpty());
  }

  @Test
  void a_tokens_secret_is_long_and_kept_nowhere() throws Exception {
    NewToken made = users.createToken("ci", Role.EDITOR, Optional.empty());

    assertEquals("pharos_".length() + 43, made.secret().length());
    assertFalse(
        documents.get("token", "ci").map(Document::json).orElseThrow().contains(made.secret()));
    assertFalse(made.toString().contains(made.secret()));
  }

  @Test
  void a_token_ends_with_its_lifetime() throws Exception {
    NewToken made = users.createToken("ci", Role.EDITOR, Optional.of(Duration.ofDays(1)));
    now = now.plus(Duration.ofDays(1)).minusMillis(1);
    assertTrue(users.token(made.secret()).isPresent());
    now = now.plusMillis(1);

    assertTrue(users.token(made.secret()).isEmpty());
    assertEquals(1, users.tokens().size());
    refused(Why.INVALID, () -> users.createToken("x", Role.EDITOR, Optional.of(Duration.ZERO)));
  }

  @Test
  void a_revoked_token_opens_nothing() throws Exception {
    NewToken made = users.createToken("ci", Role.EDITOR, Optional.empty());
    refused(Why.EXISTS, () -> users.createToken("ci", Role.VIEWER, Optional.empty()));

    users.revokeToken("ci");

    assertTrue(users.token(made.secret()).isEmpty());
    assertEquals(List.of(), restarted().tokens());
  }

  @Test
  void a_document_that_cannot_be_read_does_not_lock_out_the_others() throws Exception {
    create("alice", Role.ADMIN);
    documents.put("user", "bob", 1, "{\"role\":\"KING\"}", Documents.NEW);
    documents.put("user", "eve", 9, "{}", Documents.NEW);

    assertEquals(List.of("alice"), restarted().users().stream().map(User::name).toList());
  }

  @Test
  void the_first_start_makes_an_administrator_and_shows_the_password_once() throws Exception {
    Supplier<String> line = Objects.requireNonNull(FirstAdmin.create(users));

    String shown = line.get();
    assertEquals("", line.get());
    String password = shown.replaceAll(".*password (\\S+) .*", "$1");
    assertTrue(password.matches("([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}"), shown);
    StoredUser admin = Objects.requireNonNull(users.user("admin"));
    assertEquals(Role.ADMIN, admin.role());
    assertTrue(PasswordHash.fits(password(password), admin.hash()));
  }

  @Test
  void a_later_start_makes_none() throws Exception {
    FirstAdmin.create(users);

    assertNull(FirstAdmin.create(restarted()));
  }

  @Test
  void users_that_cannot_be_read_are_not_taken_for_none() throws Exception {
    documents.put("user", "bob", 1, "{\"role\":\"KING\"}", Documents.NEW);
    assertNull(FirstAdmin.create(restarted()));

    DamagedDocuments damaged =
        kind -> List.of(new DamagedDocuments.Damage(kind, "admin", "no JSON"));
    assertNull(FirstAdmin.create(new LocalUsers(new MemoryDocuments(), damaged, () -> now)));
  }
}
