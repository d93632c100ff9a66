package dev.pharos.target.discovery.files;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.target.api.TargetGroup;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one list of target groups, as JSON or YAML by the ending of the file's name. */
final class TargetFile {

  private static final String FILE_PATH = "__meta_filepath";

  private final ConfigParser yaml;

  TargetFile(ConfigParser yaml) {
    this.yaml = yaml;
  }

  /**
   * Reads a file.
   *
   * @return its groups, each with the path of the file as a label
   */
  List<TargetGroup> read(Path file) throws IOException, InvalidTargetFileException {
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    return json ? readJson(file) : readYaml(file);
  }

  /** Names a group within its file; the place in the list is all that tells them apart. */
  static String source(Path file, int index) {
    return file + ":" + index;
  }

  private static TargetGroup group(
      Path file, int index, List<String> addresses, Map<String, String> labels) {
    Map<String, String> all = new HashMap<>(labels);
    all.put(FILE_PATH, file.toString());
    return TargetGroup.ofAddresses(source(file, index), addresses, all);
  }

  private List<TargetGroup> readYaml(Path file) throws IOException, InvalidTargetFileException {
    ConfigParser.Parsed parsed = yaml.parse(file);
    List<TargetGroup> groups = new ArrayList<>();
    for (ConfigNode node : parsed.list()) {
      groups.add(group(file, groups.size(), node.texts("targets"), node.textMap("labels")));
      node.refuseUnknown();
    }
    parsed
        .mapping()
        .ifPresent(
            node -> node.problem("found a mapping, expected a list", "write - before targets:"));
    if (!parsed.problems().isEmpty()) {
      throw new InvalidTargetFileException(
          String.join("; ", parsed.problems().stream().map(ConfigProblem::toString).toList()));
    }
    return List.copyOf(groups);
  }

  private static List<TargetGroup> readJson(Path file)
      throws IOException, InvalidTargetFileException {
    List<TargetGroup> groups = new ArrayList<>();
    try (Reader text = Files.newBufferedReader(file);
        JsonReader json = new JsonReader(text)) {
      json.setStrictness(Strictness.STRICT);
      json.beginArray();
      while (json.hasNext()) {
        groups.add(readGroup(file, groups.size(), json));
      }
      json.endArray();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new InvalidTargetFileException(file + ": text follows the list; remove it");
      }
    } catch (MalformedJsonException | IllegalStateException | EOFException e) {
      throw new InvalidTargetFileException(
          file + ": " + e.getMessage() + "; write [{\"targets\": [\"host:port\"]}]");
    }
    return List.copyOf(groups);
  }

  private static TargetGroup readGroup(Path file, int index, JsonReader json)
      throws IOException, InvalidTargetFileException {
    List<String> addresses = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "targets" -> {
          json.beginArray();
          while (json.hasNext()) {
            addresses.add(json.nextString());
          }
          json.endArray();
        }
        case "labels" -> {
          json.beginObject();
          while (json.hasNext()) {
            labels.put(json.nextName(), json.nextString());
          }
          json.endObject();
        }
        default ->
            throw new InvalidTargetFileException(
                file
                    + ": unknown field "
                    + key
                    + " at "
                    + json.getPath()
                    + "; a group has targets and labels");
      }
    }
    json.endObject();
    return group(file, index, addresses, labels);
  }
}
