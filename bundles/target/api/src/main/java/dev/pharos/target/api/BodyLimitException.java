package dev.pharos.target.api;

import java.io.IOException;

/** A target sent more than {@code body_size_limit} allows. */
public final class BodyLimitException extends IOException {

  private static final long serialVersionUID = 1L;

  BodyLimitException(long limitBytes) {
    super(
        "body size limit exceeded: body is larger than body_size_limit, " + limitBytes + " bytes");
  }
}
