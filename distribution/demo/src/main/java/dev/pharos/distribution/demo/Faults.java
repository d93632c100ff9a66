package dev.pharos.distribution.demo;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The switch for trouble. Safe for use by several threads. */
final class Faults {

  /** A kind of trouble. */
  enum Kind {
    /** One payment in three fails. */
    ERRORS,
    /** Searches take ten times as long. */
    LATENCY;

    static Optional<Kind> named(String name) {
      for (Kind kind : values()) {
        if (kind.toString().equals(name)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double FAILING_PAYMENTS = 1 / 3.0;
  private static final double SLOW_SEARCH = 10;

  private volatile Set<Kind> on;

  Faults(Set<Kind> on) {
    this.on = Set.copyOf(on);
  }

  Set<Kind> on() {
    return on;
  }

  synchronized void turn(Kind kind, boolean to) {
    Set<Kind> changed = EnumSet.noneOf(Kind.class);
    changed.addAll(on);
    if (to) {
      changed.add(kind);
    } else {
      changed.remove(kind);
    }
    on = Collections.unmodifiableSet(changed);
  }

  /** The share of answers that fail at present. */
  double failures(Endpoint endpoint) {
    boolean broken = endpoint == Endpoint.PAYMENTS && on.contains(Kind.ERRORS);
    return broken ? FAILING_PAYMENTS : endpoint.failures;
  }

  /** By how much longer answers take than usually. */
  double slowness(Endpoint endpoint) {
    return endpoint == Endpoint.SEARCH && on.contains(Kind.LATENCY) ? SLOW_SEARCH : 1;
  }
}
