package dev.pharos.http.server;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import java.util.Locale;
import java.util.Optional;

/** Identities that know one user of each role: name, password, token and session are the role's. */
final class KnownPeople implements Identities {

  volatile boolean closed;

  @Override
  public Optional<Principal> password(String name, char[] password) {
    return name.equals(new String(password)) ? byName(name) : Optional.empty();
  }

  @Override
  public Optional<Principal> token(String token) {
    return byName(token);
  }

  @Override
  public Optional<Principal> session(String id) {
    return byName(id);
  }

  private static Optional<Principal> byName(String name) {
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(new Principal(name, role));
      }
    }
    return Optional.empty();
  }

  @Override
  public String openSession(Principal principal) {
    return principal.name();
  }

  @Override
  public void closeSession(String id) {}

  @Override
  public boolean may(Principal principal, Operation operation) {
    return (!closed && operation != Operation.CHANGE) || principal.has(operation.needed());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
