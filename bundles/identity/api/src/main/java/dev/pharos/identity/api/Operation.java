package dev.pharos.identity.api;

/** The classes of things that can be asked of the platform, from harmless to dangerous. */
public enum Operation {
  /** Queries, metrics, federation, pages. */
  READ(Role.VIEWER),
  /** Remote write, push, posting of alerts. */
  INGEST(Role.EDITOR),
  /** Silences, annotations; reload, quit and storage administration where flags enable them. */
  OPERATE(Role.EDITOR),
  /** Configuration, bundles, users, rules, dashboards, the web console. */
  CHANGE(Role.ADMIN);

  private final Role needed;

  Operation(Role needed) {
    this.needed = needed;
  }

  /** The role that suffices for somebody who has logged in. */
  public Role needed() {
    return needed;
  }
}
