package dev.pharos.extension.framework;

import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.ExtensionException.Kind;
import dev.pharos.extension.api.Extensions;
import dev.pharos.extension.api.Guard;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LogReaderService;

/**
 * The bundles of this framework, as people see them.
 *
 * <p>Bundles whose location is a file are those that were dropped in; all others belong to the
 * distribution.
 */
@Component(service = Extensions.class, immediate = true)
public final class FrameworkExtensions implements Extensions {

  /** Framework property that names the drop folder. */
  static final String FOLDER = "felix.fileinstall.dir";

  private final BundleContext context;
  private final Changes changes = new Changes();
  private final Optional<DropFolder> folder;
  private final Failures failures;
  private final BundleListener bundles = this::bundleChanged;
  private final ServiceListener services = event -> changes.happened();
  private final LogReaderService log;

  /** Says in words why a bundle does not resolve. The launcher offers it; tests may not. */
  @Reference(
      target = "(pharos.explain=bundle)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable LongFunction<String> explanations;

  @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
  volatile List<Guard> guards = List.of();

  @Activate
  public FrameworkExtensions(BundleContext context, @Reference LogReaderService log) {
    this.context = context;
    this.log = log;
    this.failures = new Failures(this::namedIn, bundle -> changes.happened());
    this.folder =
        Optional.ofNullable(context.getProperty(FOLDER))
            .map(path -> new DropFolder(Path.of(path).toAbsolutePath(), changes::happened));
    changes.start();
    folder.ifPresent(DropFolder::watch);
    context.addBundleListener(bundles);
    context.addServiceListener(services);
    log.addLogListener(failures);
  }

  @Deactivate
  public void close() {
    log.removeLogListener(failures);
    context.removeServiceListener(services);
    context.removeBundleListener(bundles);
    folder.ifPresent(DropFolder::close);
    changes.close();
  }

  private void bundleChanged(BundleEvent event) {
    boolean fresh =
        switch (event.getType()) {
          case BundleEvent.STARTED, BundleEvent.UPDATED, BundleEvent.UNINSTALLED -> true;
          default -> false;
        };
    if (fresh) {
      failures.forget(event.getBundle().getBundleId());
    }
    changes.happened();
  }

  private @Nullable Bundle namedIn(String text) {
    for (Bundle bundle : context.getBundles()) {
      if (text.contains(bundle.getLocation())) {
        return bundle;
      }
    }
    return null;
  }

  @Override
  public List<Extension> list() {
    List<Extension> all = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
        all.add(describe(bundle));
      }
    }
    folder.ifPresent(
        dropped ->
            dropped.objections().forEach((file, why) -> all.add(describe(file, why, all.size()))));
    all.sort(Comparator.comparing(Extension::platform).thenComparing(Extension::name));
    return List.copyOf(all);
  }

  private Extension describe(Bundle bundle) {
    State state =
        switch (bundle.getState()) {
          case Bundle.ACTIVE -> State.RUNNING;
          case Bundle.STARTING, Bundle.STOPPING -> State.STARTING;
          case Bundle.RESOLVED -> isFragment(bundle) ? State.RUNNING : State.STOPPED;
          default -> State.UNRESOLVED;
        };
    String name =
        bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    String title = bundle.getHeaders("").get(Constants.BUNDLE_NAME);
    return new Extension(
        bundle.getBundleId(),
        name,
        title == null ? name : title,
        bundle.getVersion().toString(),
        state,
        fileOf(bundle).isEmpty(),
        problem(bundle, state),
        Offers.of(bundle));
  }

  private String problem(Bundle bundle, State state) {
    LongFunction<String> explain = explanations;
    String told = failures.of(bundle.getBundleId());
    if (state == State.UNRESOLVED && explain != null) {
      String why = explain.apply(bundle.getBundleId());
      return why.isEmpty() ? told : why;
    }
    return state == State.RUNNING ? "" : told;
  }

  private static Extension describe(Path file, String why, int place) {
    String name = file.getFileName().toString();
    return new Extension(
        -1L - place, name, name, "", State.NO_BUNDLE, false, name + " " + why, List.of());
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  /** The file a bundle was dropped in as; empty for those of the distribution. */
  private static Optional<Path> fileOf(Bundle bundle) {
    String location = bundle.getLocation();
    return location.startsWith("file:")
        ? Optional.of(Path.of(URI.create(location)))
        : Optional.empty();
  }

  @Override
  public void install(Principal by, String fileName, InputStream jar) throws ExtensionException {
    permit(by);
    dropFolder().put(fileName, jar);
  }

  private DropFolder dropFolder() throws ExtensionException {
    return folder.orElseThrow(
        () ->
            new ExtensionException(
                Kind.INVALID, "there is no drop folder; start with --deploy.path=FOLDER"));
  }

  @Override
  public void start(Principal by, long id) throws ExtensionException {
    permit(by);
    Bundle bundle = find(id);
    try {
      bundle.start();
    } catch (BundleException e) {
      failures.remember(bundle, e);
      throw failed(bundle, "start", e);
    }
  }

  @Override
  public void stop(Principal by, long id) throws ExtensionException {
    permit(by);
    Bundle bundle = find(id);
    requireDispensable(bundle);
    try {
      bundle.stop();
    } catch (BundleException e) {
      throw failed(bundle, "stop", e);
    }
  }

  @Override
  public void remove(Principal by, long id) throws ExtensionException {
    permit(by);
    if (id < 0) {
      Extension file =
          list().stream()
              .filter(extension -> extension.id() == id)
              .findFirst()
              .orElseThrow(() -> missing(id));
      DropFolder dropped = dropFolder();
      for (Path path : dropped.objections().keySet()) {
        if (path.getFileName().toString().equals(file.name())) {
          dropped.delete(path);
        }
      }
      return;
    }
    Bundle bundle = find(id);
    Path file =
        fileOf(bundle)
            .orElseThrow(
                () ->
                    new ExtensionException(
                        Kind.INVALID,
                        bundle.getSymbolicName()
                            + " belongs to the distribution and stays; stop it instead"));
    requireDispensable(bundle);
    if (folder.isPresent() && folder.get().holds(file)) {
      // Whoever watches the folder takes the bundle away when its file is gone.
      folder.get().delete(file);
    } else {
      uninstall(bundle);
    }
  }

  private void requireDispensable(Bundle bundle) throws ExtensionException {
    for (Guard guard : guards) {
      String objection = guard.objection(bundle.getBundleId());
      if (!objection.isEmpty()) {
        throw new ExtensionException(Kind.INVALID, bundle.getSymbolicName() + " " + objection);
      }
    }
  }

  private static void uninstall(Bundle bundle) throws ExtensionException {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw failed(bundle, "go", e);
    }
  }

  private static void permit(Principal by) throws ExtensionException {
    if (!by.has(Operation.CHANGE.needed())) {
      throw new ExtensionException(
          Kind.FORBIDDEN,
          by.isAnonymous()
              ? "bundles are changed by administrators; log in"
              : by.name() + " is no administrator, and only they change bundles");
    }
  }

  private Bundle find(long id) throws ExtensionException {
    Bundle bundle = id <= Constants.SYSTEM_BUNDLE_ID ? null : context.getBundle(id);
    if (bundle == null) {
      throw missing(id);
    }
    return bundle;
  }

  private static ExtensionException missing(long id) {
    return new ExtensionException(Kind.NOT_FOUND, "there is no bundle " + id + " any more");
  }

  private static ExtensionException failed(Bundle bundle, String what, BundleException e) {
    return new ExtensionException(
        Kind.FAILED, bundle.getSymbolicName() + " did not " + what + ": " + Failures.words(e), e);
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return changes.listen(listener);
  }
}
