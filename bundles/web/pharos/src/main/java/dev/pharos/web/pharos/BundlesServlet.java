package dev.pharos.web.pharos;

import dev.pharos.web.pharos.DropFolder.Identity;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Lists bundles, takes new ones into the drop folder and takes them out again.
 *
 * <p>What the distribution itself brings is listed and cannot be taken out here.
 */
@Component(service = Servlet.class, configurationPid = "dev.pharos.web.pharos")
@Designate(ocd = BundlesServlet.Config.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern({"/bundles", "/bundles/*"})
public final class BundlesServlet extends RoutingServlet {

  @ObjectClassDefinition(name = "Our API", description = "Uploads of bundles")
  public @interface Config {

    @AttributeDefinition(description = "Size in bytes of the largest bundle that is taken")
    long max_bundle_bytes() default 64L << 20;
  }

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(BundlesServlet.class.getName());

  /** Where the folder's watcher is told the folder; absent where none is watched. */
  private static final String FOLDER_PROPERTY = "felix.fileinstall.dir";

  /** Forms of other sites cannot send these types, so no stranger's page can upload. */
  private static final Set<String> TYPES =
      Set.of("application/java-archive", "application/octet-stream");

  private final transient BundleContext context;
  private final transient Optional<DropFolder> folder;
  private final transient ReentrantLock turns = new ReentrantLock();

  @Activate
  public BundlesServlet(BundleContext context, Config config) {
    this.context = context;
    this.folder = folder(context, config.max_bundle_bytes());
    routes(
        new Route("GET", "/bundles", this::list),
        new Route("POST", "/bundles", this::upload),
        new Route("DELETE", "/bundles/{symbolicName}", this::delete));
  }

  private static Optional<DropFolder> folder(BundleContext context, long mostBytes) {
    @Nullable String watched = context.getProperty(FOLDER_PROPERTY);
    if (watched == null || watched.isBlank()) {
      return Optional.empty();
    }
    Path drafts = context.getDataFile("uploads").toPath();
    return Optional.of(
        new DropFolder(Path.of(watched.split(",", 2)[0].strip()), drafts, mostBytes));
  }

  private void list(Call call) throws IOException {
    List<Bundle> bundles =
        Arrays.stream(context.getBundles())
            .sorted(Comparator.comparing(BundlesServlet::name).thenComparing(Bundle::getVersion))
            .toList();
    try (JsonBytes json = call.json(200)) {
      json.beginObject().name("bundles").beginArray();
      for (Bundle bundle : bundles) {
        json.beginObject();
        json.name("symbolicName").value(name(bundle));
        json.name("version").value(bundle.getVersion().toString());
        json.name("name").value(title(bundle));
        json.name("state").value(state(bundle));
        json.name("dropped").value(file(bundle).isPresent());
        json.endObject();
      }
      json.endArray().endObject();
    }
  }

  private void upload(Call call) throws ApiException, IOException {
    String type = call.contentType().split(";", 2)[0].strip();
    if (!TYPES.contains(type)) {
      throw new ApiException(
          new ApiException.Fault(
              415,
              "bad_content_type",
              "the content type is \"" + type + "\"",
              "header.Content-Type",
              "application/java-archive",
              "send the jar itself with Content-Type: application/java-archive"));
    }
    DropFolder drop = watched();
    Path draft = drop.draft(call.body());
    Identity identity;
    turns.lock();
    try {
      identity = drop.identity(draft);
      refuseTwin(identity);
      drop.drop(draft, identity, dropped(identity.symbolicName()).flatMap(this::file));
    } finally {
      turns.unlock();
      drop.discard(draft);
    }
    LOG.log(
        Level.INFO,
        "{0} dropped in bundle {1} {2}",
        call.access().principal().name(),
        identity.symbolicName(),
        identity.version());
    try (JsonBytes json = call.json(201)) {
      json.beginObject();
      json.name("symbolicName").value(identity.symbolicName());
      json.name("version").value(identity.version());
      json.endObject();
    }
  }

  private void delete(Call call) throws ApiException, IOException {
    DropFolder drop = watched();
    String symbolicName = call.path("symbolicName");
    turns.lock();
    try {
      Optional<Path> file = dropped(symbolicName).flatMap(this::file);
      if (file.isEmpty()) {
        throw ApiException.notFound(
            "path.symbolicName",
            "no bundle \"" + symbolicName + "\" was dropped in",
            "GET /api/pharos/v1/bundles tells which were: they say \"dropped\": true");
      }
      drop.remove(file.get());
    } finally {
      turns.unlock();
    }
    LOG.log(Level.INFO, "{0} took out bundle {1}", call.access().principal().name(), symbolicName);
    call.nothing();
  }

  private DropFolder watched() throws ApiException {
    return folder.orElseThrow(
        () ->
            new ApiException(
                new ApiException.Fault(
                    409,
                    "no_drop_folder",
                    "no drop folder is watched",
                    "",
                    "a platform that was started with a drop folder",
                    "start Pharos with --deploy.path and a folder that belongs to its user")));
  }

  /** The framework holds no two bundles of one name and version. */
  private void refuseTwin(Identity identity) throws ApiException {
    for (Bundle bundle : context.getBundles()) {
      if (name(bundle).equals(identity.symbolicName())
          && bundle.getVersion().toString().equals(identity.version())
          && file(bundle).isEmpty()) {
        throw new ApiException(
            new ApiException.Fault(
                409,
                "already_there",
                identity.symbolicName() + " " + identity.version() + " is part of the platform",
                "body",
                "another version",
                "give the bundle a version of its own"));
      }
    }
  }

  private Optional<Bundle> dropped(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name(bundle).equals(symbolicName) && file(bundle).isPresent())
        .findFirst();
  }

  private Optional<Path> file(Bundle bundle) {
    return folder.flatMap(drop -> drop.file(bundle.getLocation()));
  }

  private static String name(Bundle bundle) {
    @Nullable String name = bundle.getSymbolicName();
    return name == null ? "" : name;
  }

  private static String title(Bundle bundle) {
    @Nullable String title = bundle.getHeaders().get("Bundle-Name");
    return title == null ? name(bundle) : title;
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.UNINSTALLED -> "uninstalled";
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.ACTIVE -> "active";
      default -> "unknown";
    };
  }
}
