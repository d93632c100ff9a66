package dev.pharos.identity.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.local.Sessions.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofHours(10);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Map<String, Session>> saved = new ArrayList<>();
  private final Sessions sessions = new Sessions(IDLE, LIFETIME, () -> now, Map.of(), saved::add);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void a_session_is_known_by_its_id_alone() {
    String id = sessions.open("alice", "c");

    assertEquals("alice", sessions.use(id).orElseThrow().user());
    assertTrue(sessions.use(id + "x").isEmpty());
    assertTrue(sessions.use("").isEmpty());
    assertTrue(sessions.use(RandomSecret.digest(id)).isEmpty());
  }

  @Test
  void ids_are_long_and_never_the_same() {
    String first = sessions.open("alice", "c");

    assertEquals(43, first.length());
    assertNotEquals(first, sessions.open("alice", "c"));
  }

  @Test
  void what_is_saved_does_not_open_anything() {
    String id = sessions.open("alice", "c");

    assertFalse(saved.getLast().toString().contains(id));
  }

  @Test
  void a_session_ends_when_it_is_not_used() {
    String id = sessions.open("alice", "c");
    pass(IDLE.minusMillis(1));
    assertTrue(sessions.use(id).isPresent());
    pass(IDLE.minusMillis(1));
    assertTrue(sessions.use(id).isPresent());
    pass(IDLE);

    assertTrue(sessions.use(id).isEmpty());
    assertEquals(0, sessions.count());
  }

  @Test
  void a_session_ends_after_its_lifetime_however_much_it_is_used() {
    String id = sessions.open("alice", "c");
    for (Duration age = Duration.ZERO;
        age.compareTo(LIFETIME.minus(IDLE)) < 0;
        age = age.plusMinutes(30)) {
      pass(Duration.ofMinutes(30));
      assertTrue(sessions.use(id).isPresent(), age.toString());
    }
    pass(Duration.ofMinutes(59));
    assertTrue(sessions.use(id).isPresent());
    pass(Duration.ofMinutes(1));

    assertTrue(sessions.use(id).isEmpty());
  }

  @Test
  void a_closed_session_is_over_and_the_others_are_not() {
    String id = sessions.open("alice", "c");
    String other = sessions.open("alice", "c");

    sessions.close(id);

    assertTrue(sessions.use(id).isEmpty());
    assertTrue(sessions.use(other).isPresent());
  }

  @Test
  void use_is_saved_seldom() {
    String id = sessions.open("alice", "c");
    for (int minute = 0; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
      sessions.use(id);
    }

    assertEquals(1 + 10, saved.size());
  }

  @Test
  void when_there_are_too_many_the_one_used_longest_ago_goes() {
    String first = sessions.open("alice", "c");
    pass(Duration.ofMinutes(1));
    String second = sessions.open("alice", "c");
    pass(Duration.ofMinutes(1));
    for (int i = 2; i < Sessions.MAX_SESSIONS; i++) {
      sessions.open("alice", "c");
    }
    pass(Duration.ofMinutes(10));
    assertTrue(sessions.use(first).isPresent());
    sessions.open("alice", "c");

    assertTrue(sessions.use(first).isPresent());
    assertTrue(sessions.use(second).isEmpty());
    assertEquals(Sessions.MAX_SESSIONS, sessions.count());
  }

  @Test
  void sessions_outlive_a_restart(@TempDir Path dir) throws IOException {
    SessionFile file = new SessionFile(dir.resolve("identity"));
    String id =
        new Sessions(IDLE, LIFETIME, () -> now, file.read(), file::write).open("alice", "c");

    Sessions restarted =
        new Sessions(
            IDLE, LIFETIME, () -> now, new SessionFile(dir.resolve("identity")).read(), _ -> {});

    assertEquals("alice", restarted.use(id).orElseThrow().user());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(dir.resolve("identity/sessions.json"))));
  }

  @Test
  void a_damaged_file_only_means_to_log_in_again(@TempDir Path dir) throws IOException {
    SessionFile file = new SessionFile(dir);
    for (String content :
        List.of("", "{", "[]", "{\"schema\":9,\"sessions\":{}}", "{\"schema\":1}")) {
      Files.writeString(dir.resolve("sessions.json"), content);
      assertEquals(Map.of(), file.read(), content);
    }
    Files.write(dir.resolve("sessions.json"), new byte[] {(byte) 0xff});
    assertEquals(Map.of(), file.read());
  }
}
