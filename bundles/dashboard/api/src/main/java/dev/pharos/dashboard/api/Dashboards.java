package dev.pharos.dashboard.api;

import dev.pharos.identity.api.Access;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Finds dashboards. Answers are snapshots. Safe for use by several threads. */
@ProviderType
public interface Dashboards {

  /** All that may be seen, sorted by title. */
  List<Dashboard> list(Access access);

  Optional<Dashboard> load(Access access, String uid);

  /**
   * What bundles brought and cannot be read, a line each: bundle, file, place, fault and remedy.
   * The other dashboards are not harmed.
   */
  List<String> problems();

  /** Calls back, at most twice a second, when dashboards came, went or changed. */
  AutoCloseable onChange(Runnable listener);
}
