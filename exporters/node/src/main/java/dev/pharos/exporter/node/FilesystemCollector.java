package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Room on the mounted file systems. */
final class FilesystemCollector implements Collector {

  private final HostFiles host;
  private final NameFilter mountPoints;
  private final NameFilter types;
  private final MountWatch watch;

  FilesystemCollector(HostFiles host, NameFilter mountPoints, NameFilter types, MountWatch watch) {
    this.host = host;
    this.mountPoints = mountPoints;
    this.types = types;
    this.watch = watch;
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public void collect(MetricWriter out) throws IOException, InterruptedException {
    List<MountWatch.Answer> answers = watch.ask(wanted());
    usage(
        out,
        answers,
        "avail_bytes",
        "Filesystem space available to non-root users in bytes.",
        Statfs.Usage::available);
    every(
        out,
        answers,
        "device_error",
        "Whether an error occurred while getting statistics for the given device.",
        answer -> answer.usage() == null ? 1 : 0);
    usage(out, answers, "files", "Filesystem total file nodes.", Statfs.Usage::files);
    usage(out, answers, "files_free", "Filesystem total free file nodes.", Statfs.Usage::filesFree);
    usage(out, answers, "free_bytes", "Filesystem free space in bytes.", Statfs.Usage::free);
    out.family("node_filesystem_mount_info", MetricType.GAUGE, "Filesystem mount information.");
    for (MountWatch.Answer answer : answers) {
      Mount mount = answer.mount();
      out.sample(
          Labels.of(
              "device", mount.device(),
              "major", mount.major(),
              "minor", mount.minor(),
              "mountpoint", mount.point()),
          1);
    }
    every(
        out,
        answers,
        "readonly",
        "Filesystem read-only status.",
        answer -> answer.mount().readOnly() ? 1 : 0);
    usage(out, answers, "size_bytes", "Filesystem size in bytes.", Statfs.Usage::size);
  }

  /** Each mount once: what is mounted over another at the same point hides it. */
  private List<Mount> wanted() throws IOException {
    List<Mount> wanted = new ArrayList<>();
    Set<Labels> seen = new HashSet<>();
    for (Mount mount : Mount.list(host)) {
      if (mountPoints.accepts(mount.point())
          && types.accepts(mount.type())
          && seen.add(mount.labels(""))) {
        wanted.add(mount);
      }
    }
    return wanted;
  }

  private static void usage(
      MetricWriter out,
      List<MountWatch.Answer> answers,
      String name,
      String help,
      ToDoubleFunction<Statfs.Usage> number)
      throws IOException {
    out.family("node_filesystem_" + name, MetricType.GAUGE, help);
    for (MountWatch.Answer answer : answers) {
      Statfs.Usage usage = answer.usage();
      if (usage != null) {
        out.sample(answer.mount().labels(""), number.applyAsDouble(usage));
      }
    }
  }

  private static void every(
      MetricWriter out,
      List<MountWatch.Answer> answers,
      String name,
      String help,
      ToDoubleFunction<MountWatch.Answer> number)
      throws IOException {
    out.family("node_filesystem_" + name, MetricType.GAUGE, help);
    for (MountWatch.Answer answer : answers) {
      out.sample(answer.mount().labels(answer.error()), number.applyAsDouble(answer));
    }
  }
}
