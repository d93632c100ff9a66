package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Tells about this host.
 *
 * <p>A scrape may choose collectors by {@code collect[]} or leave some out by {@code exclude[]}.
 */
@Component(
    service = Exporter.class,
    configurationPid = "dev.pharos.exporter.node",
    property = {Exporter.TYPE + "=node", Exporter.COLLECTOR_METRICS + "=node"})
@Designate(ocd = NodeExporter.Config.class)
public final class NodeExporter implements Exporter {

  @ObjectClassDefinition(name = "Node exporter", description = "What is told about this host")
  public @interface Config {

    @AttributeDefinition(description = "Where the host's /proc is mounted")
    String path_procfs() default "/proc";

    @AttributeDefinition(description = "Where the host's /sys is mounted")
    String path_sysfs() default "/sys";

    @AttributeDefinition(description = "Where the host's root is mounted")
    String path_rootfs() default "/";

    @AttributeDefinition(description = "Where udev keeps its data")
    String path_udev_data() default "/run/udev/data";

    @AttributeDefinition(description = "Names of collectors that do not run")
    String[] collectors_off() default {};

    @AttributeDefinition(description = "Whether CPU time spent in guests is told by itself")
    boolean cpu_guest() default true;

    @AttributeDefinition(description = "Block devices to tell about, as a regular expression")
    String diskstats_device_include() default "";

    @AttributeDefinition(description = "Block devices to leave out, as a regular expression")
    String diskstats_device_exclude() default
        "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$";

    @AttributeDefinition(description = "Mount points to tell about, as a regular expression")
    String filesystem_mount_points_include() default "";

    @AttributeDefinition(description = "Mount points to leave out, as a regular expression")
    String filesystem_mount_points_exclude() default
        "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";

    @AttributeDefinition(description = "Types of file systems to tell about")
    String filesystem_fs_types_include() default "";

    @AttributeDefinition(description = "Types of file systems to leave out")
    String filesystem_fs_types_exclude() default
        "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|erofs|fusectl|hugetlbfs"
            + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
            + "|squashfs|sysfs|tracefs)$";

    @AttributeDefinition(description = "Seconds after which a mount is left alone until it answers")
    int filesystem_mount_timeout_seconds() default 5;

    @AttributeDefinition(description = "Network devices to tell about, as a regular expression")
    String netdev_device_include() default "";

    @AttributeDefinition(description = "Network devices to leave out, as a regular expression")
    String netdev_device_exclude() default "";

    @AttributeDefinition(description = "Whether calls of soft interrupts are told by vector")
    boolean stat_softirq() default false;

    @AttributeDefinition(description = "Fields of /proc/vmstat to tell, as a regular expression")
    String vmstat_fields() default "^(oom_kill|pgpg|pswp|pg.*fault).*";
  }

  private final MountWatch mounts;
  private final List<Collector> collectors;

  @Activate
  public NodeExporter(Config config) {
    HostFiles host =
        new HostFiles(
            config.path_procfs(),
            config.path_sysfs(),
            config.path_rootfs(),
            config.path_udev_data());
    Statfs statfs = new Statfs();
    mounts =
        new MountWatch(
            mount -> statfs.of(host.inRoot(mount.point())),
            Duration.ofSeconds(config.filesystem_mount_timeout_seconds()));
    Set<String> off = Set.of(config.collectors_off());
    collectors =
        all(host, mounts, config).stream()
            .filter(collector -> !off.contains(collector.name()))
            .toList();
  }

  private static List<Collector> all(HostFiles host, MountWatch mounts, Config config) {
    return List.of(
        new CpuCollector(host, config.cpu_guest()),
        new DiskstatsCollector(
            host,
            NameFilter.of(
                "diskstats.device",
                config.diskstats_device_include(),
                config.diskstats_device_exclude())),
        new FilesystemCollector(
            host,
            NameFilter.of(
                "filesystem.mount.points",
                config.filesystem_mount_points_include(),
                config.filesystem_mount_points_exclude()),
            NameFilter.of(
                "filesystem.fs.types",
                config.filesystem_fs_types_include(),
                config.filesystem_fs_types_exclude()),
            mounts),
        new LoadavgCollector(host),
        new MeminfoCollector(host),
        new NetdevCollector(
            host,
            NameFilter.of(
                "netdev.device", config.netdev_device_include(), config.netdev_device_exclude())),
        new PressureCollector(host),
        new StatCollector(host, config.stat_softirq()),
        new TimeCollector(host, InstantSource.system(), ZoneId.systemDefault()),
        new UnameCollector(host),
        new VmstatCollector(host, NameFilter.of("vmstat.fields", config.vmstat_fields(), "")));
  }

  @Deactivate
  public void close() {
    mounts.close();
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    List<String> collect = request.parameters().getOrDefault("collect[]", List.of());
    List<String> exclude = request.parameters().getOrDefault("exclude[]", List.of());
    if (collect.isEmpty() && exclude.isEmpty()) {
      return collectors;
    }
    if (!collect.isEmpty() && !exclude.isEmpty()) {
      throw new IllegalArgumentException(
          "collect[] and exclude[] are both given; give one of them");
    }
    List<String> names = collectors.stream().map(Collector::name).toList();
    for (String asked : collect.isEmpty() ? exclude : collect) {
      if (!names.contains(asked)) {
        throw new IllegalArgumentException(
            "no collector is called " + asked + "; there are " + String.join(", ", names));
      }
    }
    return collectors.stream()
        .filter(c -> collect.isEmpty() ? !exclude.contains(c.name()) : collect.contains(c.name()))
        .toList();
  }
}
