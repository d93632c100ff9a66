package dev.pharos.identity.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Knows who somebody is from what they show, and what they may do.
 *
 * <p>Safe for use by several threads. Checking a password costs tens of milliseconds on purpose;
 * the answer for a token or a session is immediate.
 */
@ProviderType
public interface Identities {

  /** Name of the cookie that carries a session. */
  String SESSION_COOKIE = "pharos_session";

  /** Name of the request attribute under which the front handler leaves the {@link Principal}. */
  String PRINCIPAL_ATTRIBUTE = "dev.pharos.identity.principal";

  /** Who logs in with this name and password; empty if they do not fit, and no word on why. */
  Optional<Principal> password(String name, char[] password);

  /** Who carries this bearer token. */
  Optional<Principal> token(String token);

  /** Whose session this is, prolonging it. */
  Optional<Principal> session(String id);

  /** Opens a session and answers its id, a secret that only its bearer may see. */
  String openSession(Principal principal);

  void closeSession(String id);

  /**
   * Whether a principal may do something. Somebody who has not logged in may read, ingest and
   * operate unless the platform is {@linkplain #isClosed closed}, and may never change anything.
   */
  boolean may(Principal principal, Operation operation);

  /** Whether everything needs a login. */
  boolean isClosed();
}
