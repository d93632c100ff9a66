package dev.pharos.identity.api;

import java.util.Optional;

/**
 * Somebody who asks.
 *
 * @param name the user's or token's name
 * @param role what they may do; empty for somebody who has not logged in
 */
public record Principal(String name, Optional<Role> role) {

  /** Somebody who has not logged in. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Optional.empty());

  /** The platform itself, as in the evaluation of rules. */
  public static final Principal SYSTEM = new Principal("system", Optional.of(Role.ADMIN));

  public Principal(String name, Role role) {
    this(name, Optional.of(role));
  }

  public boolean isAnonymous() {
    return role.isEmpty();
  }

  public boolean has(Role needed) {
    return role.isPresent() && role.get().includes(needed);
  }
}
