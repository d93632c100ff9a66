package dev.pharos.storage.tsdb;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.tsdb.wal.LogCompression;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Opens the database and offers it as services.
 *
 * <p>The log is replayed on a thread of its own. Its progress is told by {@link StorageStatus} from
 * the first moment; what writes and reads is registered when the replay is done, and withdrawn
 * before the database is closed.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "dev.pharos.storage.tsdb",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TsdbPart.Config.class)
public final class TsdbPart {

  /** Settings. */
  @ObjectClassDefinition(
      name = "Local time series database",
      description = "Where samples are kept on this machine, and how long")
  public @interface Config {

    @AttributeDefinition(description = "Folder of the data; it is made if it is not there")
    String path() default "data";

    @AttributeDefinition(description = "How long samples are kept, such as 15d; at least 2h")
    String retention_time() default "15d";

    @AttributeDefinition(description = "Whether the log is compressed")
    boolean wal_compression() default true;

    @AttributeDefinition(description = "How the log is compressed: snappy or zstd")
    String wal_compression_type() default "snappy";

    @AttributeDefinition(description = "Series held in memory at most; 0 for any number")
    long max_series() default 0;
  }

  private static final System.Logger LOG = System.getLogger(TsdbPart.class.getName());

  private final BundleContext context;
  private final TsdbSettings settings;
  private final TsdbStatus status;
  private final Thread opening = Thread.ofVirtual().name("tsdb-replay").unstarted(this::open);
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private @Nullable TsdbStorage storage;
  private @Nullable Upkeep upkeep;
  private boolean stopping;

  @Activate
  public TsdbPart(BundleContext context, Config config) {
    this.context = context;
    this.settings = settings(config);
    this.status = new TsdbStatus(settings.retention());
    register(StorageStatus.class, status);
    opening.start();
  }

  private static TsdbSettings settings(Config config) {
    Duration retention = Durations.parse("retention.time", config.retention_time());
    return TsdbSettings.of(Path.of(config.path()), retention)
        .withCompression(
            config.wal_compression()
                ? LogCompression.parse("wal.compression.type", config.wal_compression_type())
                : LogCompression.NONE)
        .withMaxSeries(config.max_series());
  }

  private void open() {
    try {
      TsdbStorage opened = TsdbStorage.open(settings, status);
      if (!offer(opened)) {
        opened.close();
      }
    } catch (IOException e) {
      status.failed(String.valueOf(e.getMessage()));
      LOG.log(Level.ERROR, "The database did not start: " + e.getMessage());
    } catch (RuntimeException e) {
      status.failed("a fault in the database: " + e);
      LOG.log(Level.ERROR, "The database did not start, by a fault of its own", e);
    }
  }

  private synchronized boolean offer(TsdbStorage opened) {
    if (stopping) {
      return false;
    }
    storage = opened;
    Upkeep started = new Upkeep(opened);
    upkeep = started;
    started.start();
    registrations.add(
        context.registerService(
            new String[] {SampleWriter.class.getName(), SeriesReader.class.getName()},
            opened,
            properties()));
    register(SampleLog.class, new TsdbLog(opened));
    register(StorageAdmin.class, new TsdbAdmin(opened));
    Dictionary<String, Object> self =
        FrameworkUtil.asDictionary(Map.of(Exporter.TYPE, Exporter.SELF));
    registrations.add(context.registerService(Exporter.class, new TsdbExporter(opened), self));
    return true;
  }

  private synchronized <S> void register(Class<S> type, S service) {
    registrations.add(context.registerService(type, service, properties()));
  }

  private static Dictionary<String, Object> properties() {
    return FrameworkUtil.asDictionary(
        Map.of(StorageRole.PROPERTY, StorageRole.PART, StorageRole.NAME, "tsdb"));
  }

  @Deactivate
  public void close() throws IOException, InterruptedException {
    List<ServiceRegistration<?>> withdrawn;
    Upkeep running;
    TsdbStorage open;
    synchronized (this) {
      // A replay that ends later finds this and closes the database itself.
      stopping = true;
      withdrawn = List.copyOf(registrations);
      registrations.clear();
      running = upkeep;
      open = storage;
    }
    withdrawn.forEach(ServiceRegistration::unregister);
    opening.interrupt();
    opening.join(Duration.ofSeconds(2));
    if (running != null) {
      running.stop();
    }
    if (open != null) {
      open.close();
    }
  }
}
