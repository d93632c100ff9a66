package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.NoDataException;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;

/** Name and kernel of the host, as {@code uname} tells them: {@code /proc/sys/kernel}. */
final class UnameCollector implements Collector {

  private final HostFiles host;

  UnameCollector(HostFiles host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "uname";
  }

  @Override
  public void collect(MetricWriter out) throws IOException, NoDataException {
    out.family(
        "node_uname_info",
        MetricType.GAUGE,
        "Labeled system information as provided by the uname system call.");
    out.sample(
        Labels.of(
            "sysname", kernel("ostype"),
            "release", kernel("osrelease"),
            "version", kernel("version"),
            "machine", machine(System.getProperty("os.arch", "")),
            "nodename", kernel("hostname"),
            "domainname", kernel("domainname")),
        1);
  }

  private String kernel(String name) throws NoDataException {
    String path = host.proc("sys/kernel/" + name);
    String line = host.line(path);
    if (line == null) {
      throw new NoDataException(path + " cannot be read");
    }
    return line;
  }

  /** The kernel's name of what Java has its own name for. */
  private static String machine(String arch) {
    return switch (arch) {
      case "amd64" -> "x86_64";
      default -> arch;
    };
  }
}
