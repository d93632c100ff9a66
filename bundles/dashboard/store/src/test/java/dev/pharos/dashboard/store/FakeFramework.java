package dev.pharos.dashboard.store;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;

/** Starts and stops bundles, and tells its listeners as a framework does. */
final class FakeFramework {

  private final List<Bundle> bundles = new ArrayList<>();
  private final List<BundleListener> listeners = new ArrayList<>();

  BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            FakeFramework.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "getBundles" -> {
                  return bundles.toArray(Bundle[]::new);
                }
                case "addBundleListener" -> listeners.add((BundleListener) arguments[0]);
                case "removeBundleListener" -> listeners.remove((BundleListener) arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }

  void start(Bundle bundle) {
    bundles.add(bundle);
    tell(BundleEvent.STARTED, bundle);
  }

  void stop(Bundle bundle) throws BundleException {
    bundle.stop();
    bundles.remove(bundle);
    tell(BundleEvent.STOPPING, bundle);
  }

  /** How many look at bundles. */
  int listeners() {
    return listeners.size();
  }

  private void tell(int what, Bundle bundle) {
    List.copyOf(listeners)
        .forEach(listener -> listener.bundleChanged(new BundleEvent(what, bundle)));
  }
}
