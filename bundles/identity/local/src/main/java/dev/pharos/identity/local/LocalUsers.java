package dev.pharos.identity.local;

import dev.pharos.document.api.DamagedDocuments;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.api.VersionConflictException;
import dev.pharos.identity.api.RefusedUserException;
import dev.pharos.identity.api.RefusedUserException.Why;
import dev.pharos.identity.api.Role;
import dev.pharos.identity.api.Users;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps users and tokens as documents, and all of them in memory as well, where logins look.
 *
 * <p>Changes take turns: a document is written first, and only then does the change hold.
 */
@Component(service = {Users.class, LocalUsers.class})
public final class LocalUsers implements Users {

  private static final System.Logger LOG = System.getLogger(LocalUsers.class.getName());
  private static final int MAX_NAME = 64;

  private final Documents documents;
  private final InstantSource clock;
  private final RandomSecret secrets = new RandomSecret();
  private final boolean damaged;

  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, StoredUser> users = new ConcurrentSkipListMap<>();
  private final Map<String, StoredToken> tokens = new ConcurrentSkipListMap<>();
  private final Map<String, StoredToken> tokensByDigest = new ConcurrentHashMap<>();

  @Activate
  public LocalUsers(@Reference Documents documents, @Reference DamagedDocuments damagedDocuments)
      throws IOException {
    this(documents, damagedDocuments, InstantSource.system());
  }

  LocalUsers(Documents documents, DamagedDocuments damagedDocuments, InstantSource clock)
      throws IOException {
    this.documents = documents;
    this.clock = clock;
    Map<String, StoredUser> readUsers = read(StoredUser.KIND, StoredUser::of);
    Map<String, StoredToken> readTokens = read(StoredToken.KIND, StoredToken::of);
    users.putAll(readUsers);
    readTokens.values().forEach(this::add);
    boolean unreadable = !damagedDocuments.damaged(StoredUser.KIND).isEmpty();
    damaged = unreadable || readUsers.size() < documents.list(StoredUser.KIND).size();
  }

  /** Whether nobody can log in because nobody was ever made; damaged users were made. */
  boolean isFirstStart() {
    return users.isEmpty() && !damaged;
  }

  @Nullable StoredUser user(String name) {
    return users.get(name);
  }

  /** The token of this secret, if it still holds. */
  Optional<StoredToken> token(String secret) {
    StoredToken token = tokensByDigest.get(RandomSecret.digest(secret));
    return Optional.ofNullable(token).filter(known -> known.isValid(clock.instant()));
  }

  @Override
  public List<User> users() {
    return users.values().stream().map(StoredUser::shown).toList();
  }

  @Override
  public List<Token> tokens() {
    return tokens.values().stream().map(StoredToken::shown).toList();
  }

  @Override
  public User createUser(String name, char[] password, Role role)
      throws IOException, RefusedUserException {
    requireName("user", name);
    requirePassword(password);
    String hash = PasswordHash.of(password);
    Instant now = now();
    changing.lock();
    try {
      for (String other : users.keySet()) {
        if (other.equalsIgnoreCase(name)) {
          throw new RefusedUserException(
              Why.EXISTS, "there is a user " + other + " already; choose another name");
        }
      }
      return store(new StoredUser(name, role, hash, now, now, Documents.NEW)).shown();
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void changePassword(String name, char[] password)
      throws IOException, RefusedUserException {
    requirePassword(password);
    String hash = PasswordHash.of(password);
    changing.lock();
    try {
      store(existing(name).withPassword(hash, now()));
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void changeRole(String name, Role role) throws IOException, RefusedUserException {
    changing.lock();
    try {
      StoredUser user = existing(name);
      if (role != Role.ADMIN) {
        requireAnotherAdmin(user);
      }
      store(user.withRole(role));
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void deleteUser(String name) throws IOException, RefusedUserException {
    changing.lock();
    try {
      requireAnotherAdmin(existing(name));
      documents.delete(StoredUser.KIND, name);
      users.remove(name);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public NewToken createToken(String name, Role role, Optional<Duration> lifetime)
      throws IOException, RefusedUserException {
    requireName("token", name);
    if (lifetime.isPresent() && !lifetime.get().isPositive()) {
      throw new RefusedUserException(
          Why.INVALID, "a lifetime of " + lifetime.get() + " is over already; choose a longer one");
    }
    String secret = "pharos_" + secrets.next();
    StoredToken token =
        new StoredToken(name, role, RandomSecret.digest(secret), now(), lifetime.map(now()::plus));
    changing.lock();
    try {
      if (tokens.containsKey(name)) {
        throw new RefusedUserException(
            Why.EXISTS, "there is a token " + name + " already; revoke it or choose another name");
      }
      put(StoredToken.KIND, name, StoredToken.SCHEMA, token.json(), Documents.NEW);
      add(token);
      return new NewToken(token.shown(), secret);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void revokeToken(String name) throws IOException, RefusedUserException {
    changing.lock();
    try {
      StoredToken token = tokens.get(name);
      if (token == null) {
        throw new RefusedUserException(Why.UNKNOWN, "there is no token " + name);
      }
      documents.delete(StoredToken.KIND, name);
      tokens.remove(name);
      tokensByDigest.remove(token.digest());
    } finally {
      changing.unlock();
    }
  }

  private StoredUser store(StoredUser user) throws IOException {
    Document stored =
        put(StoredUser.KIND, user.name(), StoredUser.SCHEMA, user.json(), user.version());
    StoredUser next = user.withVersion(stored.version());
    users.put(user.name(), next);
    return next;
  }

  private Document put(String kind, String name, int schema, String json, long version)
      throws IOException {
    try {
      return documents.put(kind, name, schema, json, version);
    } catch (VersionConflictException e) {
      throw new IOException(
          "the stored " + kind + " " + name + " was changed from outside; restart to read it again",
          e);
    }
  }

  private void add(StoredToken token) {
    tokens.put(token.name(), token);
    tokensByDigest.put(token.digest(), token);
  }

  private StoredUser existing(String name) throws RefusedUserException {
    StoredUser user = users.get(name);
    if (user == null) {
      throw new RefusedUserException(Why.UNKNOWN, "there is no user " + name);
    }
    return user;
  }

  private void requireAnotherAdmin(StoredUser user) throws RefusedUserException {
    long admins = users.values().stream().filter(other -> other.role() == Role.ADMIN).count();
    if (user.role() == Role.ADMIN && admins == 1) {
      throw new RefusedUserException(
          Why.LAST_ADMIN,
          user.name() + " is the last administrator; make somebody else administrator first");
    }
  }

  private static void requireName(String what, String name) throws RefusedUserException {
    if (name.length() > MAX_NAME || !Document.isName(name)) {
      throw new RefusedUserException(
          Why.INVALID,
          "this cannot be the name of a "
              + what
              + "; use up to "
              + MAX_NAME
              + " letters, digits, dots, dashes and underscores, the first a letter or a digit");
    }
  }

  private static void requirePassword(char[] password) throws RefusedUserException {
    if (password.length < PasswordHash.MIN_CHARS || !PasswordHash.isShortEnough(password)) {
      throw new RefusedUserException(
          Why.INVALID,
          "the password is too "
              + (password.length < PasswordHash.MIN_CHARS ? "short" : "long")
              + "; use at least "
              + PasswordHash.MIN_CHARS
              + " characters and at most "
              + PasswordHash.MAX_BYTES
              + " bytes");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private <T> Map<String, T> read(String kind, Function<Document, T> reader) throws IOException {
    Map<String, T> read = new TreeMap<>();
    for (Document document : documents.list(kind)) {
      try {
        read.put(document.name(), reader.apply(document));
      } catch (RuntimeException e) {
        LOG.log(
            Level.ERROR,
            "The %s %s cannot be read and is left out: %s. Restore an earlier content of the document"
                .formatted(kind, document.name(), e.getMessage()));
      }
    }
    return read;
  }
}
