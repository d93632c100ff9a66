package dev.pharos.dashboard.store;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.store.ContentReader.Content;
import dev.pharos.identity.api.Access;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;

/**
 * The dashboards of all active bundles.
 *
 * <p>A bundle's dashboards are there as long as it is active. Their uids are made of symbolic name
 * and file name and so outlive updates; while two versions of a bundle are active, the later one's
 * count. A file that cannot be read is named with everything that is wrong with it, and harms no
 * other.
 *
 * <p>Safe for use by several threads.
 */
@Component
public final class BundleDashboards implements Dashboards {

  private static final System.Logger LOG = System.getLogger(BundleDashboards.class.getName());
  private static final Comparator<Dashboard> BY_TITLE =
      Comparator.comparing(Dashboard::title, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(Dashboard::uid);

  private final Map<Bundle, Content> contents = new ConcurrentHashMap<>();
  private final Announcer announcer = new Announcer("dashboards-changed");
  private final BundleTracker<Bundle> tracker;

  /** What can be asked for at present, by uid; replaced as a whole. */
  private volatile Map<String, Dashboard> byUid = Map.of();

  @Activate
  public BundleDashboards(BundleContext context) {
    tracker =
        new BundleTracker<>(context, Bundle.ACTIVE, null) {
          @Override
          public @Nullable Bundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
            return offer(bundle) ? bundle : null;
          }

          @Override
          public void removedBundle(Bundle bundle, @Nullable BundleEvent event, Bundle same) {
            withdraw(bundle);
          }
        };
    tracker.open();
  }

  @Deactivate
  public void close() throws InterruptedException {
    tracker.close();
    announcer.stop();
  }

  @Override
  public List<Dashboard> list(Access access) {
    return byUid.values().stream().sorted(BY_TITLE).toList();
  }

  @Override
  public Optional<Dashboard> load(Access access, String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  @Override
  public List<String> problems() {
    return contents.values().stream()
        .map(Content::problems)
        .flatMap(Collection::stream)
        .sorted()
        .toList();
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return announcer.listen(listener);
  }

  private boolean offer(Bundle bundle) {
    Content content = ContentReader.read(bundle);
    if (content.isEmpty()) {
      return false;
    }
    for (String problem : content.problems()) {
      LOG.log(Level.WARNING, "A dashboard cannot be used: {0}", problem);
    }
    contents.put(bundle, content);
    publish();
    return true;
  }

  private void withdraw(Bundle bundle) {
    contents.remove(bundle);
    publish();
  }

  private synchronized void publish() {
    Map<String, Dashboard> all = new TreeMap<>();
    contents.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(Bundle::getVersion)))
        .flatMap(entry -> entry.getValue().dashboards().stream())
        .forEach(dashboard -> all.put(dashboard.uid(), dashboard));
    byUid = Map.copyOf(all);
    announcer.announce();
  }
}
