package dev.pharos.identity.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.document.testkit.MemoryDocuments;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LocalIdentitiesTest {

  private static final Principal ALICE = new Principal("alice", Role.ADMIN);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;
  private LocalUsers users;
  private LocalIdentities open;
  private LocalIdentities closed;

  @BeforeEach
  void start() throws Exception {
    MemoryDocuments documents = new MemoryDocuments();
    users = new LocalUsers(documents, documents, () -> now);
    users.createUser("alice", "right password".toCharArray(), Role.ADMIN);
    users.createUser("bob", "bob's password".toCharArray(), Role.VIEWER);
    open = identities(false);
    closed = identities(true);
  }

  private LocalIdentities identities(boolean isClosed) {
    Sessions sessions =
        new Sessions(Duration.ofHours(1), Duration.ofHours(10), () -> now, Map.of(), _ -> {});
    return new LocalIdentities(users, isClosed, sessions, () -> nanos);
  }

  private Optional<Principal> password(String name, String password) {
    return open.password(name, password.toCharArray());
  }

  @Test
  void the_right_password_tells_who_it_is() {
    assertEquals(Optional.of(ALICE), password("alice", "right password"));
  }

  @Test
  void anything_else_tells_nothing() {
    assertTrue(password("alice", "wrong password").isEmpty());
    assertTrue(password("alice", "").isEmpty());
    assertTrue(password("alice", "bob's password").isEmpty());
    assertTrue(password("Alice", "right password").isEmpty());
    assertTrue(password("carol", "right password").isEmpty());
    assertTrue(password("", "").isEmpty());
  }

  @Test
  void a_changed_password_holds_at_once() throws Exception {
    password("alice", "right password");
    assertTrue(password("alice", "next password").isEmpty());

    users.changePassword("alice", "next password".toCharArray());

    assertTrue(password("alice", "right password").isEmpty());
    assertEquals(Optional.of(ALICE), password("alice", "next password"));
  }

  @Test
  void a_changed_role_holds_at_once() throws Exception {
    String session = open.openSession(password("bob", "bob's password").orElseThrow());

    users.changeRole("bob", Role.EDITOR);

    assertTrue(password("bob", "bob's password").orElseThrow().has(Role.EDITOR));
    assertTrue(open.session(session).orElseThrow().has(Role.EDITOR));
  }

  @Test
  void a_deleted_user_is_known_no_more() throws Exception {
    String session = open.openSession(password("bob", "bob's password").orElseThrow());

    users.deleteUser("bob");

    assertTrue(password("bob", "bob's password").isEmpty());
    assertTrue(open.session(session).isEmpty());
  }

  @Test
  void a_user_made_anew_does_not_take_over_the_sessions_of_the_old_one() throws Exception {
    String session = open.openSession(password("bob", "bob's password").orElseThrow());
    users.deleteUser("bob");

    users.createUser("bob", "bob's password".toCharArray(), Role.VIEWER);

    assertTrue(open.session(session).isEmpty());
  }

  @Test
  void a_new_password_ends_the_sessions() throws Exception {
    String session = open.openSession(ALICE);
    assertEquals(Optional.of(ALICE), open.session(session));

    users.changePassword("alice", "next password".toCharArray());

    assertTrue(open.session(session).isEmpty());
  }

  @Test
  void only_users_have_sessions() {
    for (Principal principal :
        new Principal[] {Principal.ANONYMOUS, new Principal("token:ci", Role.ADMIN)}) {
      assertThrows(IllegalArgumentException.class, () -> open.openSession(principal));
    }
  }

  @Test
  void a_closed_session_is_over() {
    String session = open.openSession(ALICE);

    open.closeSession(session);

    assertTrue(open.session(session).isEmpty());
  }

  @Test
  void tokens_tell_who_carries_them() throws Exception {
    String secret = users.createToken("ci", Role.EDITOR, Optional.empty()).secret();

    assertEquals(Optional.of(new Principal("token:ci", Role.EDITOR)), open.token(secret));
    assertTrue(open.token("pharos_x").isEmpty());
  }

  @Nested
  class Guessing {

    private void guess(String name, int times) {
      for (int i = 0; i < times; i++) {
        assertTrue(password(name, "guess " + i).isEmpty());
      }
    }

    @Test
    void closes_the_name_even_to_the_right_password_for_a_while() {
      guess("bob", LoginThrottle.FREE_FAILURES);

      assertTrue(password("bob", "bob's password").isEmpty());
      assertEquals(Optional.of(ALICE), password("alice", "right password"));
      nanos += TimeUnit.SECONDS.toNanos(1);
      assertTrue(password("bob", "bob's password").isPresent());
    }

    @Test
    void does_not_disturb_those_who_are_in() {
      password("bob", "bob's password");
      String session = open.openSession(new Principal("bob", Role.VIEWER));
      guess("bob", LoginThrottle.FREE_FAILURES);

      assertTrue(password("bob", "bob's password").isPresent());
      assertTrue(open.session(session).isPresent());
    }

    @Test
    void is_not_what_a_client_does_that_repeats_one_wrong_password() {
      for (int i = 0; i < 50; i++) {
        password("bob", "an old password");
      }

      assertTrue(password("bob", "bob's password").isPresent());
    }

    @Test
    void is_slow_for_names_that_nobody_has_as_well() {
      long known = time(() -> password("alice", "wrong password"));
      long unknown = time(() -> password("carol", "wrong password"));

      assertTrue(unknown > known / 4, unknown + " ns against " + known + " ns");
    }

    private static long time(Runnable work) {
      long start = System.nanoTime();
      work.run();
      return System.nanoTime() - start;
    }
  }

  @Nested
  class What_they_may {

    /** Columns: read, ingest, operate, change. */
    private void check(LocalIdentities identities, Principal principal, String expected) {
      StringBuilder found = new StringBuilder();
      for (Operation operation : Operation.values()) {
        found.append(identities.may(principal, operation) ? "yes " : "no ");
      }
      assertEquals(expected, found.toString().trim(), principal.toString());
    }

    @Test
    void on_an_open_platform_everybody_may_all_but_change() {
      check(open, Principal.ANONYMOUS, "yes yes yes no");
      check(open, new Principal("v", Role.VIEWER), "yes yes yes no");
      check(open, new Principal("e", Role.EDITOR), "yes yes yes no");
      check(open, new Principal("a", Role.ADMIN), "yes yes yes yes");
    }

    @Test
    void on_a_closed_platform_the_role_decides() {
      check(closed, Principal.ANONYMOUS, "no no no no");
      check(closed, new Principal("v", Role.VIEWER), "yes no no no");
      check(closed, new Principal("e", Role.EDITOR), "yes yes yes no");
      check(closed, new Principal("a", Role.ADMIN), "yes yes yes yes");
    }

    @Test
    void the_platform_itself_may_everything() {
      check(closed, Principal.SYSTEM, "yes yes yes yes");
    }
  }
}
