package dev.pharos.identity.local;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who has logged in, by the digest of the session's id.
 *
 * <p>A session ends when it has not been used for a while, at the latest after its lifetime, and
 * when there are too many: then the one that was used longest ago. Use is noted coarsely, in tenths
 * of the time it may be idle, so that it seldom has to be saved.
 *
 * <p>Safe for use by several threads.
 */
final class Sessions {

  static final int MAX_SESSIONS = 1_000;

  /**
   * A session.
   *
   * @param credential {@link StoredUser#credential} at login; another password ends the session
   */
  record Session(String user, String credential, long openedMillis, long usedMillis) {}

  private final InstantSource clock;
  private final long idleMillis;
  private final long lifetimeMillis;
  private final RandomSecret secrets = new RandomSecret();
  private final Consumer<Map<String, Session>> saver;
  private final Map<String, Session> sessions;

  /**
   * Sessions that go on from those that were saved.
   *
   * @param saver keeps a copy after each change; must not throw
   */
  Sessions(
      Duration idle,
      Duration lifetime,
      InstantSource clock,
      Map<String, Session> saved,
      Consumer<Map<String, Session>> saver) {
    this.clock = clock;
    this.idleMillis = idle.toMillis();
    this.lifetimeMillis = lifetime.toMillis();
    this.saver = saver;
    this.sessions = new HashMap<>(saved);
  }

  /** Opens a session and answers its id. */
  synchronized String open(String user, String credential) {
    long now = clock.millis();
    sessions.values().removeIf(session -> hasEnded(session, now));
    if (sessions.size() >= MAX_SESSIONS) {
      sessions.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().usedMillis()))
          .map(Map.Entry::getKey)
          .ifPresent(sessions::remove);
    }
    String id = secrets.next();
    sessions.put(RandomSecret.digest(id), new Session(user, credential, now, now));
    save();
    return id;
  }

  /** The session of this id if it goes on, which this use prolongs. */
  synchronized Optional<Session> use(String id) {
    String digest = RandomSecret.digest(id);
    Session session = sessions.get(digest);
    if (session == null) {
      return Optional.empty();
    }
    long now = clock.millis();
    if (hasEnded(session, now)) {
      sessions.remove(digest);
      save();
      return Optional.empty();
    }
    if (now - session.usedMillis() >= idleMillis / 10) {
      sessions.put(
          digest, new Session(session.user(), session.credential(), session.openedMillis(), now));
      save();
    }
    return Optional.of(session);
  }

  synchronized void close(String id) {
    if (sessions.remove(RandomSecret.digest(id)) != null) {
      save();
    }
  }

  synchronized int count() {
    long now = clock.millis();
    return (int) sessions.values().stream().filter(session -> !hasEnded(session, now)).count();
  }

  private void save() {
    saver.accept(Map.copyOf(sessions));
  }

  private boolean hasEnded(Session session, long now) {
    return now - session.usedMillis() >= idleMillis
        || now - session.openedMillis() >= lifetimeMillis;
  }
}
