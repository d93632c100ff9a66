package dev.pharos.target.scrape;

import java.io.IOException;

/** A target answered, but its answer is not taken; the message is what its page shows. */
final class ScrapeFailure extends IOException {

  private static final long serialVersionUID = 1L;

  /** What the answer broke. */
  enum Reason {
    FORMAT,
    SAMPLE_LIMIT,
    LABEL_LIMIT,
    TARGET_LIMIT
  }

  private final Reason reason;

  ScrapeFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
