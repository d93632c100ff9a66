package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.Secret;
import dev.pharos.config.api.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Reads YAML for everybody, and finds the secrets it names. */
@Component(service = {ConfigParser.class, Secrets.class})
public final class YamlParser implements ConfigParser, Secrets {

  @Activate
  public YamlParser() {}

  @Override
  public Parsed parse(String name, Path folder, String text) {
    return Reading.of(YamlText.read(name, folder, text), this);
  }

  @Override
  public Parsed parse(Path file) throws IOException {
    return Reading.of(read(file), this);
  }

  static YamlText.Outcome read(Path file) throws IOException {
    return YamlText.read(file.toString(), folderOf(file), Files.readAllBytes(file));
  }

  static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  @Override
  public Optional<Secret> secret(ConfigNode section, String key) {
    return section.secret(key);
  }
}
