package dev.pharos.http.server;

import dev.pharos.identity.api.Principal;

/**
 * Who sends a request, and by what the server knows.
 *
 * @param proof what was shown; {@link Proof#NONE} exactly for somebody who has not logged in
 */
record Caller(Principal principal, Proof proof) {

  static final Caller ANONYMOUS = new Caller(Principal.ANONYMOUS, Proof.NONE);

  /** What a caller shows to be known. */
  enum Proof {
    NONE,
    PASSWORD,
    TOKEN,
    SESSION;

    /** Whether a browser adds it by itself, even to a request that another site made it send. */
    boolean isAmbient() {
      return this == PASSWORD || this == SESSION;
    }
  }
}
