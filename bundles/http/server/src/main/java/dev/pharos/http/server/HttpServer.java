package dev.pharos.http.server;

import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.PathRule;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.server.ServerContainer;
import java.lang.System.Logger.Level;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Runs the {@link WebServer} in the framework: behind it the whiteboard's dispatcher, in front of
 * it who may do what.
 *
 * <p>Offers Jetty's websocket container as a service, since the whiteboard's contexts do not hand
 * it on. Identities and rules come and go while it runs.
 */
@Component(service = HttpServer.class, configurationPid = "dev.pharos.http.server")
@Designate(ocd = HttpServer.Config.class)
public final class HttpServer {

  @ObjectClassDefinition(name = "HTTP server", description = "Bounds of all listeners")
  public @interface Config {

    @AttributeDefinition(description = "Open connections of a listener; what comes then waits")
    int max_connections() default 512;

    @AttributeDefinition(description = "Seconds after which a silent connection is closed")
    int read_timeout_seconds() default 300;

    @AttributeDefinition(description = "Bytes of a request's first line and headers together")
    int max_header_bytes() default 32 << 10;

    @AttributeDefinition(
        description = "Bytes of a request's body; remote write sends some megabytes at most")
    long max_body_bytes() default 32L << 20;

    @AttributeDefinition(description = "Bytes of what an administrator uploads, such as a bundle")
    long max_upload_bytes() default 256L << 20;

    @AttributeDefinition(description = "Paths that take uploads; /* at the end: all below")
    String[] upload_paths() default {"/system/console/*", "/api/pharos/v1/bundles/*", "/VAADIN/*"};
  }

  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final AtomicReference<@Nullable Identities> identities = new AtomicReference<>();
  private final PathRules rules = new PathRules();
  private final WebServer server;
  private final List<ServiceRegistration<?>> services;

  @Activate
  public HttpServer(
      BundleContext bundle,
      Config config,
      @Reference(target = "(http.felix.dispatcher=*)") HttpServlet dispatcher,
      @Reference(target = "(http.felix.dispatcher=*)") EventListener events)
      throws Exception {
    Registry registry = new Registry();
    WebServer.Limits limits = limits(config);
    server =
        withOwnLoader(
            () -> new WebServer(dispatcher, events, identities::get, rules, limits, registry));
    Exporter exporter = request -> List.of(Collector.of("http", registry::write));
    services =
        List.of(
            bundle.registerService(
                ServerContainer.class, server.websockets(), FrameworkUtil.asDictionary(Map.of())),
            bundle.registerService(
                Exporter.class,
                exporter,
                FrameworkUtil.asDictionary(Map.of(Exporter.TYPE, Exporter.SELF))));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setIdentities(Identities service) {
    identities.set(service);
  }

  void unsetIdentities(Identities service) {
    identities.compareAndSet(service, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addRules(PathRule.Source source) {
    rules.add(source);
  }

  void removeRules(PathRule.Source source) {
    rules.remove(source);
  }

  @Deactivate
  public void close() {
    services.forEach(ServiceRegistration::unregister);
    server.close();
  }

  Port open(Port.Settings settings) throws Exception {
    return withOwnLoader(() -> server.open(settings));
  }

  private static WebServer.Limits limits(Config config) {
    require("max.connections", config.max_connections(), 1);
    require("read.timeout.seconds", config.read_timeout_seconds(), 1);
    require("max.header.bytes", config.max_header_bytes(), 1 << 10);
    require("max.body.bytes", config.max_body_bytes(), 1 << 10);
    require("max.upload.bytes", config.max_upload_bytes(), 1 << 10);
    return new WebServer.Limits(
        config.max_connections(),
        config.read_timeout_seconds() * 1000L,
        config.max_header_bytes(),
        BodyLimits.of(
            config.max_body_bytes(), config.max_upload_bytes(), List.of(config.upload_paths())));
  }

  private static void require(String setting, long found, long least) {
    if (found < least) {
      throw new IllegalArgumentException(
          setting + " of dev.pharos.http.server is " + found + "; set it to " + least + " or more");
    }
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  /**
   * Jetty finds its parts by the thread's class loader, which has to be that of the nested jars.
   */
  private static <T> T withOwnLoader(Work<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(HttpServer.class.getClassLoader());
    try {
      return work.run();
    } catch (Exception e) {
      // Declarative Services would tell the framework's own log alone.
      LOG.log(Level.ERROR, e.getMessage());
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
