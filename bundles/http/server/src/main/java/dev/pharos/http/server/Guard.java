package dev.pharos.http.server;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import java.util.Locale;
import java.util.Optional;

/** Decides whether a caller may do something over the connection at hand. */
final class Guard {

  private Guard() {}

  /**
   * Where a connection comes in.
   *
   * @param secure whether it is encrypted
   * @param loopback whether both its ends are on this host
   */
  record Connection(boolean secure, boolean loopback) {
    boolean isPrivate() {
      return secure || loopback;
    }
  }

  /** Why not, or empty if so. */
  static Optional<Refusal> check(
      Caller caller, Operation operation, Connection connection, Identities identities) {
    if (operation == Operation.CHANGE && !connection.isPrivate()) {
      // Before the question for a password, which would travel in the clear.
      return Optional.of(
          new Refusal(
              403,
              "insecure_connection",
              "changes are not taken over an unencrypted connection from another host",
              "TLS, or a connection from this host",
              "give the listener a certificate, or connect through a tunnel to 127.0.0.1"));
    }
    if (identities.may(caller.principal(), operation)) {
      return Optional.empty();
    }
    if (caller.principal().isAnonymous()) {
      return Optional.of(
          new Refusal(
              401,
              "login_needed",
              "this needs a login",
              "role " + role(operation),
              "log in, or send a name and password or a token"));
    }
    return Optional.of(
        new Refusal(
            403,
            "role_too_low",
            "the role of " + caller.principal().name() + " does not suffice for this",
            "role " + role(operation),
            "ask an administrator for the role"));
  }

  private static String role(Operation operation) {
    return operation.needed().name().toLowerCase(Locale.ROOT);
  }
}
