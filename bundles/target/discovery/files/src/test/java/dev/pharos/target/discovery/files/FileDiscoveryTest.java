package dev.pharos.target.discovery.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.yaml.YamlParser;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.TargetGroup;
import dev.pharos.target.testkit.DiscoveryContract;
import dev.pharos.target.testkit.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryTest extends DiscoveryContract {

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path dir;

  @Override
  protected DiscoveryFactory factory() {
    return new FileDiscoveryFactory();
  }

  @Override
  protected ConfigNode section() throws IOException {
    write("all.yml", "- targets: ['a:1', 'b:2']\n  labels: {zone: x}\n");
    return section("files: ['*.yml', '*.json']");
  }

  @Override
  protected ConfigNode brokenSection() {
    return section("files: ['a/*/targets.yml', 'targets.txt']\nrefresh_interval: soon\n");
  }

  @Override
  protected void removeAllTargets() throws IOException {
    Files.delete(dir.resolve("all.yml"));
  }

  private ConfigNode section(String yaml) {
    return new YamlParser().parse("prometheus.yml", dir, yaml).mapping().orElseThrow();
  }

  /** Replaces a file at once, as those who write such files should. */
  private void write(String name, String text) throws IOException {
    Path draft = Files.writeString(dir.resolve(name + ".tmp"), text);
    Files.move(draft, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private String source(String name, int index) {
    return dir.resolve(name) + ":" + index;
  }

  private TargetGroup group(String name, int index, List<String> addresses) {
    return TargetGroup.ofAddresses(
        source(name, index),
        addresses,
        Map.of("__meta_filepath", dir.resolve(name).toString(), "zone", "x"));
  }

  @Test
  void yaml_and_json_say_the_same() throws Exception {
    write("one.yml", "- targets: ['a:1', 'b:2']\n  labels: {zone: x}\n");
    write("two.json", "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"zone\": \"x\"}}]");
    try (Reports reports = new Reports(factory().create(section("files: ['*.yml', '*.json']")))) {
      var groups = reports.await(SOON, known -> known.size() == 2);

      assertEquals(
          Map.of(
              source("one.yml", 0), group("one.yml", 0, List.of("a:1", "b:2")),
              source("two.json", 0), group("two.json", 0, List.of("a:1", "b:2"))),
          groups);
    }
  }

  @Test
  void a_change_is_seen_long_before_the_refresh() throws Exception {
    write("one.yml", "- targets: ['a:1']\n  labels: {zone: x}\n");
    try (Reports reports = new Reports(factory().create(section("files: ['one.yml']")))) {
      reports.await(SOON, known -> known.size() == 1);

      write("one.yml", "- targets: ['c:3']\n  labels: {zone: x}\n");

      reports.await(SOON, known -> known.containsValue(group("one.yml", 0, List.of("c:3"))));
    }
  }

  @Test
  void a_new_file_that_fits_the_pattern_is_found() throws Exception {
    try (Reports reports = new Reports(factory().create(section("files: ['*.json']")))) {
      reports.await(SOON, Map::isEmpty);

      write("new.json", "[{\"targets\": [\"a:1\"], \"labels\": {\"zone\": \"x\"}}]");

      reports.await(SOON, known -> known.size() == 1);
    }
  }

  @Test
  void a_broken_file_keeps_its_targets_until_it_is_mended() throws Exception {
    write("one.yml", "- targets: ['a:1']\n  labels: {zone: x}\n");
    write("two.yml", "- targets: ['b:1']\n  labels: {zone: x}\n");
    try (Reports reports = new Reports(factory().create(section("files: ['*.yml']")))) {
      reports.await(SOON, known -> known.size() == 2);

      write("one.yml", "- targets: [a:1\n");
      write("two.yml", "- targets: ['b:2']\n  labels: {zone: x}\n");

      var groups =
          reports.await(SOON, known -> known.containsValue(group("two.yml", 0, List.of("b:2"))));
      assertTrue(groups.containsValue(group("one.yml", 0, List.of("a:1"))));
    }
  }

  @Test
  void a_broken_file_is_told_with_its_line() throws IOException {
    Path yaml = Files.writeString(dir.resolve("x.yml"), "- targets: ['a:1']\n  label: {}\n");
    Path json = Files.writeString(dir.resolve("x.json"), "[\n{\"targets\": 3}]");
    TargetFile reader = new TargetFile(new YamlParser());

    String fault = fault(reader, yaml);
    assertTrue(fault.startsWith(yaml + ":2:3: [0].label: "), fault);
    assertTrue(fault.endsWith("did you mean labels?"), fault);

    fault = fault(reader, json);
    assertTrue(fault.startsWith(json + ": "), fault);
    assertTrue(fault.contains("line 2 column"), fault);
  }

  private static String fault(TargetFile reader, Path file) {
    return String.valueOf(
        assertThrows(InvalidTargetFileException.class, () -> reader.read(file)).getMessage());
  }
}
