package dev.pharos.identity.api;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Administers who may log in: people by name and password, programs by token.
 *
 * <p>Callers check that the principal for whom they act may {@link Operation#CHANGE}. A change
 * holds from the return of the method on; it ends the sessions that no longer fit. There always is
 * one administrator left.
 *
 * <p>Every method that changes something throws {@link IOException} if it cannot be stored, and
 * then nothing has changed. Safe for use by several threads.
 */
@ProviderType
public interface Users {

  /** Somebody who can log in. */
  record User(String name, Role role, Instant created, Instant passwordChanged) {}

  /**
   * A secret by which a program is known.
   *
   * @param name tells tokens apart; the principal's name is {@code token:<name>}
   * @param expires when it ends; empty for never
   */
  record Token(String name, Role role, Instant created, Optional<Instant> expires) {}

  /**
   * A token as it was made.
   *
   * @param secret what its bearer sends; it cannot be shown again
   */
  record NewToken(Token token, String secret) {

    @Override
    public String toString() {
      return "NewToken[" + token + "]";
    }
  }

  /** All users by name. */
  List<User> users();

  User createUser(String name, char[] password, Role role) throws IOException, RefusedUserException;

  /** Sets a new password and ends the user's sessions. */
  void changePassword(String name, char[] password) throws IOException, RefusedUserException;

  void changeRole(String name, Role role) throws IOException, RefusedUserException;

  void deleteUser(String name) throws IOException, RefusedUserException;

  /** All tokens by name, those that have expired among them. */
  List<Token> tokens();

  /**
   * Makes a token.
   *
   * @param lifetime from now on; empty for ever
   */
  NewToken createToken(String name, Role role, Optional<Duration> lifetime)
      throws IOException, RefusedUserException;

  void revokeToken(String name) throws IOException, RefusedUserException;
}
