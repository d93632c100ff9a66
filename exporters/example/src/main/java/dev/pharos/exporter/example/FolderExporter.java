package dev.pharos.exporter.example;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Exports how many files a folder holds and how large they are.
 *
 * <p>Sample output:
 *
 * <pre>
 * # HELP example_folder_files Number of files in the folder.
 * # TYPE example_folder_files gauge
 * example_folder_files{folder="/tmp"} 12
 * # HELP example_folder_size_bytes Size of all files in the folder together, in bytes.
 * # TYPE example_folder_size_bytes gauge
 * example_folder_size_bytes{folder="/tmp"} 40960
 * </pre>
 */
@Component(
    service = Exporter.class,
    property = Exporter.TYPE + "=example",
    configurationPid = "dev.pharos.exporter.example")
@Designate(ocd = FolderExporter.Config.class)
public final class FolderExporter implements Exporter {

  @ObjectClassDefinition(name = "Example exporter", description = "Files in a folder")
  public @interface Config {

    @AttributeDefinition(description = "The folder whose files are counted")
    String folder() default "/tmp";
  }

  private static final System.Logger LOG = System.getLogger(FolderExporter.class.getName());

  private final Path folder;

  @Activate
  public FolderExporter(Config config) {
    this(Path.of(config.folder()));
  }

  FolderExporter(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("folder", this::write));
  }

  private void write(MetricWriter out) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        try {
          bytes += Files.size(file);
          files++;
        } catch (NoSuchFileException e) {
          LOG.log(Level.DEBUG, "{0} is gone since it was listed", file);
        }
      }
    }
    Labels labels = Labels.of("folder", folder.toString());
    out.family("example_folder_files", MetricType.GAUGE, "Number of files in the folder.");
    out.sample(labels, (double) files);
    out.family(
        "example_folder_size_bytes",
        MetricType.GAUGE,
        "Size of all files in the folder together, in bytes.",
        "bytes");
    out.sample(labels, (double) bytes);
  }
}
