package dev.pharos.http.server;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A port of the server for as long as its configuration is there.
 *
 * <p>Offers the line for the terminal as a service, whose properties tell the address in fact:
 * {@code pharos.http.url}, {@code pharos.http.port}, {@code pharos.http.prefix}.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "dev.pharos.http.listener",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Listener.Config.class, factory = true)
public final class Listener {

  @ObjectClassDefinition(name = "HTTP listener", description = "A port")
  public @interface Config {

    @AttributeDefinition(description = "Address to listen on; 0.0.0.0 or empty for all")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "Port; 0 for any that is free")
    int port() default 9090;

    @AttributeDefinition(description = "Path that the root of this port stands for, or empty")
    String prefix() default "";

    @AttributeDefinition(
        description = "Path below which this port serves everything, as behind a proxy, or empty")
    String route_prefix() default "";
  }

  private static final System.Logger LOG = System.getLogger(Listener.class.getName());

  private final Port port;
  private final ServiceRegistration<?> banner;

  @Activate
  public Listener(@Reference HttpServer server, BundleContext bundle, Config config)
      throws Exception {
    port =
        server.open(
            new Port.Settings(
                config.host(), config.port(), config.prefix(), config.route_prefix()));
    String line = "Listening on " + port.url();
    LOG.log(Level.INFO, "Listening on " + port.address());
    if (!port.isLoopback()) {
      LOG.log(
          Level.WARNING,
          port.address()
              + " can be reached from other hosts: unless the platform is closed, reading, pushing"
              + " and operating are open to all of them; changes are refused without TLS. Set host"
              + " to 127.0.0.1, or closed of dev.pharos.identity.local to true");
    }
    banner =
        bundle.registerService(
            Supplier.class,
            () -> line,
            FrameworkUtil.asDictionary(
                Map.of(
                    "pharos.banner",
                    10,
                    "pharos.http.url",
                    port.url(),
                    "pharos.http.port",
                    port.number(),
                    "pharos.http.prefix",
                    port.prefix())));
  }

  @Deactivate
  public void close() {
    banner.unregister();
    port.close();
  }
}
