package dev.pharos.identity.api;

/** What a principal may do; each role may do all that the one before it may. */
public enum Role {
  /** Looks at everything. */
  VIEWER,
  /** Makes dashboards, silences and annotations as well. */
  EDITOR,
  /** Changes configuration, bundles and users as well. */
  ADMIN;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
