package dev.pharos.identity.local;

import dev.pharos.client.Counter;
import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Knows local users by password and session, and programs by token.
 *
 * <p>Passwords are checked two at a time, so that a storm of logins leaves the processors to
 * others; who waits longer than five seconds is refused.
 */
@Component(
    service = {Identities.class, Exporter.class},
    property = Exporter.TYPE + "=" + Exporter.SELF,
    configurationPid = "dev.pharos.identity.local",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LocalIdentities.Config.class)
public final class LocalIdentities implements Identities, Exporter {

  @ObjectClassDefinition(name = "Local identities", description = "Users, sessions and tokens")
  public @interface Config {

    @AttributeDefinition(description = "Folder of the sessions' file")
    String path();

    @AttributeDefinition(description = "Whether everything needs a login, reading included")
    boolean closed() default false;

    @AttributeDefinition(description = "Hours without use after which a session ends")
    int session_idle_hours() default 12;

    @AttributeDefinition(description = "Hours after login at which a session ends at the latest")
    int session_lifetime_hours() default 7 * 24;
  }

  private static final System.Logger LOG = System.getLogger(LocalIdentities.class.getName());
  private static final long WARNING_PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final int CHECKS_AT_A_TIME = 2;

  private final LocalUsers users;
  private final boolean closed;
  private final Sessions sessions;
  private final LongSupplier nanoTime;
  private final LoginThrottle throttle;
  private final CheckedPasswords checked;
  private final Semaphore checks = new Semaphore(CHECKS_AT_A_TIME, true);
  private final AtomicLong lastWarningNanos;
  private final Registry metrics = new Registry();
  private final Counter logins =
      metrics.counter(
          "pharos_identity_password_checks_total",
          "Passwords that were checked, by how it came out.",
          "result");

  @Activate
  public LocalIdentities(@Reference LocalUsers users, Config config) throws IOException {
    this(
        users,
        config.closed(),
        sessions(config, new SessionFile(Path.of(config.path()))),
        System::nanoTime);
  }

  LocalIdentities(LocalUsers users, boolean closed, Sessions sessions, LongSupplier nanoTime) {
    this.users = users;
    this.closed = closed;
    this.sessions = sessions;
    this.nanoTime = nanoTime;
    this.throttle = new LoginThrottle(nanoTime);
    this.checked = new CheckedPasswords(nanoTime);
    this.lastWarningNanos = new AtomicLong(nanoTime.getAsLong() - WARNING_PAUSE);
    metrics.gauge("pharos_identity_sessions", "Sessions that are open.", sessions::count);
    for (String result : List.of("success", "failure", "throttled")) {
      logins.labelValues(result);
    }
  }

  private static Sessions sessions(Config config, SessionFile file) throws IOException {
    if (config.session_idle_hours() < 1
        || config.session_lifetime_hours() < config.session_idle_hours()) {
      throw new IllegalArgumentException(
          "session.idle.hours is "
              + config.session_idle_hours()
              + " and session.lifetime.hours is "
              + config.session_lifetime_hours()
              + "; set the first to 1 or more, and the second to no less than the first");
    }
    return new Sessions(
        Duration.ofHours(config.session_idle_hours()),
        Duration.ofHours(config.session_lifetime_hours()),
        InstantSource.system(),
        file.read(),
        file::write);
  }

  @Override
  public Optional<Principal> password(String name, char[] password) {
    StoredUser user = users.user(name);
    String hash = user == null ? PasswordHash.OF_NOBODY : user.hash();
    String key = checked.key(name, password, hash);
    boolean fits = checked.outcome(key).orElseGet(() -> check(key, name, password, hash));
    return fits && user != null ? Optional.of(user.principal()) : Optional.empty();
  }

  private boolean check(String key, String name, char[] password, String hash) {
    boolean turn = false;
    try {
      turn = throttle.admits(name) && checks.tryAcquire(5, TimeUnit.SECONDS);
      // Once more, as those before in the queue may have guessed as well.
      if (!turn || !throttle.admits(name)) {
        logins.labelValues("throttled").inc();
        warn();
        return false;
      }
      boolean fits = PasswordHash.fits(password, hash) && users.user(name) != null;
      checked.remember(key, fits);
      if (fits) {
        throttle.succeeded(name);
      } else {
        throttle.failed(name);
      }
      logins.labelValues(fits ? "success" : "failure").inc();
      return fits;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (turn) {
        checks.release();
      }
    }
  }

  /** Names nobody: people type passwords where their name belongs. */
  private void warn() {
    long now = nanoTime.getAsLong();
    long last = lastWarningNanos.get();
    if (now - last >= WARNING_PAUSE && lastWarningNanos.compareAndSet(last, now)) {
      LOG.log(Level.WARNING, "Logins are refused for a while after many wrong passwords");
    }
  }

  @Override
  public Optional<Principal> token(String token) {
    return users.token(token).map(StoredToken::principal);
  }

  @Override
  public Optional<Principal> session(String id) {
    return sessions
        .use(id)
        .flatMap(
            session ->
                Optional.ofNullable(users.user(session.user()))
                    .filter(user -> user.credential().equals(session.credential())))
        .map(StoredUser::principal);
  }

  @Override
  public String openSession(Principal principal) {
    StoredUser user = users.user(principal.name());
    if (user == null) {
      throw new IllegalArgumentException(
          principal.name() + " is no local user; only users log in to sessions");
    }
    return sessions.open(user.name(), user.credential());
  }

  @Override
  public void closeSession(String id) {
    sessions.close(id);
  }

  @Override
  public boolean may(Principal principal, Operation operation) {
    boolean open = !closed && operation != Operation.CHANGE;
    return open || principal.has(operation.needed());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("identity", metrics::write));
  }
}
