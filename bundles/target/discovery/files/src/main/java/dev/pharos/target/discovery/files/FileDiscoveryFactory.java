package dev.pharos.target.discovery.files;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.FilePattern;
import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.DiscoveryFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Makes discoveries from {@code file_sd_configs}. */
@Component(service = DiscoveryFactory.class, property = DiscoveryFactory.TYPE + "=file")
public final class FileDiscoveryFactory implements DiscoveryFactory {

  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Set<String> ENDINGS = Set.of("json", "yml", "yaml");

  @Override
  public Discovery create(ConfigNode section) {
    List<FilePattern> patterns = new ArrayList<>();
    for (String text : section.texts("files")) {
      FilePattern pattern = new FilePattern(text);
      String ending = text.substring(text.lastIndexOf('.') + 1);
      boolean known = ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
      if (!pattern.isValid() || !known) {
        section.problem(
            "files",
            "path name \"" + text + "\" is not valid for file discovery",
            "name files that end in .json, .yml or .yaml, with * in the last part alone");
      }
      patterns.add(pattern);
    }
    if (patterns.isEmpty()) {
      section.problem(
          "files",
          "file service discovery config must contain at least one path name",
          "list the files");
    }
    Duration refresh = section.duration("refresh_interval", REFRESH);
    section.refuseUnknown();
    return new FileDiscovery(
        patterns,
        section.resolve(""),
        refresh.isZero() ? REFRESH : refresh,
        new TargetFile(section.parser()));
  }
}
