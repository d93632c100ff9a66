package dev.pharos.storage.tsdb;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.storage.api.StorageStatus;
import java.io.IOException;
import java.lang.System.Logger.Level;
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
import org.osgi.service.component.annotations.Reference;
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

    @AttributeDefinition(
        description = "How long samples are kept, such as 15d; empty for 15d, or as the size says")
    String retention_time() default "";

    @AttributeDefinition(
        description =
            "Bytes that blocks, log and head may take, such as 50GB; empty for any number")
    String retention_size() default "";

    @AttributeDefinition(description = "Leaves the folder open to other processes")
    boolean no_lockfile() default false;

    @AttributeDefinition(description = "Whether the log is compressed")
    boolean wal_compression() default true;

    @AttributeDefinition(description = "How the log is compressed: snappy or zstd")
    String wal_compression_type() default "snappy";

    @AttributeDefinition(description = "Size of the log's files, such as 128MB")
    String wal_segment_size() default "";

    @AttributeDefinition(
        description = "Series held in memory at most; 0 for any number, -1 for what fits in half")
    long head_series_limit() default -1;

    @AttributeDefinition(description = "Span of the blocks cut off the head")
    String min_block_duration() default "2h";

    @AttributeDefinition(
        description = "Span of the longest blocks; empty for a tenth of the retention")
    String max_block_duration() default "";

    @AttributeDefinition(
        description = "Size of the files of a block's chunks, such as 64MB; empty for 512MB")
    String max_block_chunk_segment_size() default "";

    @AttributeDefinition(description = "Whether blocks that overlap are put together")
    boolean allow_overlapping_compaction() default true;

    @AttributeDefinition(
        description = "File that lists the blocks which have been copied; others wait for it")
    String delay_compact_file_path() default "";

    @AttributeDefinition(description = "Pause between looks at the blocks")
    String block_reload_interval() default "1m";
  }

  private static final System.Logger LOG = System.getLogger(TsdbPart.class.getName());

  private final BundleContext context;
  private final StorageSection section;
  private final TsdbSettings settings;
  private final TsdbStatus status;
  private final Thread opening = Thread.ofVirtual().name("tsdb-replay").unstarted(this::open);
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private @Nullable TsdbStorage storage;
  private boolean stopping;

  @Activate
  public TsdbPart(BundleContext context, Config config, @Reference StorageSection section) {
    this.context = context;
    this.section = section;
    this.settings = TsdbSettings.of(config);
    this.status = new TsdbStatus(settings.retention());
    register(StorageStatus.class, status);
    opening.start();
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

  private synchronized boolean offer(TsdbStorage opened) throws IOException {
    if (stopping) {
      return false;
    }
    storage = opened;
    FileSettings file = section.follow(opened::apply);
    if (file != null) {
      opened.apply(file);
    }
    opened.upkeep().start();
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
    TsdbStorage open;
    synchronized (this) {
      // A replay that ends later finds this and closes the database itself.
      stopping = true;
      withdrawn = List.copyOf(registrations);
      registrations.clear();
      open = storage;
    }
    withdrawn.forEach(ServiceRegistration::unregister);
    opening.interrupt();
    opening.join(Duration.ofSeconds(2));
    section.follow(null);
    if (open != null) {
      open.close();
    }
  }
}
