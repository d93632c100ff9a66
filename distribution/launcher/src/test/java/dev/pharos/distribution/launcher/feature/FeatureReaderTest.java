package dev.pharos.distribution.launcher.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.launcher.feature.Feature.StartedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureReaderTest {

  @TempDir Path folder;

  private FeatureReader reader;

  @BeforeEach
  void make_a_reader() throws IOException {
    Files.createDirectories(folder.resolve("shapes"));
    reader = new FeatureReader(folder);
  }

  @Test
  void a_bundle_is_an_object_with_a_start_level_or_its_id_alone() throws Exception {
    write(
        "a.json",
        """
        {"id": "g:a:1", "bundles": [{"id": "org.x:y:1.2", "start-level": 3}, "org.x:z:jar:fat:2.0"]}
        """);

    assertEquals(
        List.of(
            new StartedBundle(new BundleId("org.x", "y", "", "1.2"), 3),
            new StartedBundle(new BundleId("org.x", "z", "fat", "2.0"), 10)),
        reader.feature("a").bundles());
  }

  @Test
  void configurations_and_framework_properties_are_read() throws Exception {
    write(
        "a.json",
        """
        {"id": "g:a:1",
         "configurations": {"p.q": {"n:Integer": 5, "b": true, "s": "t", "d": 1.5, "l:String[]": ["u", "v"]}},
         "extensions": {"framework-properties": {"type": "json", "json": {"k": "${pharos.home}/x"}}}}
        """);

    Feature feature = reader.feature("a");
    Map<String, Object> properties = feature.configurations().getOrDefault("p.q", Map.of());

    assertEquals(5L, properties.get("n"));
    assertEquals(true, properties.get("b"));
    assertEquals("t", properties.get("s"));
    assertEquals(1.5, properties.get("d"));
    assertArrayEquals(new String[] {"u", "v"}, (Object[]) properties.get("l"));
    assertEquals(Map.of("k", "${pharos.home}/x"), feature.frameworkProperties());
  }

  @Test
  void a_shape_is_its_features_in_order() throws Exception {
    write("b.json", "{\"id\": \"g:b:1\"}");
    write("a.json", "{\"id\": \"g:a:1\"}");
    write("shapes/both.json", "{\"features\": [\"b\", \"a\"]}");

    assertEquals(List.of("b", "a"), reader.shape("both").stream().map(Feature::name).toList());
  }

  @Test
  void an_unknown_shape_is_answered_with_those_that_exist() throws Exception {
    write("shapes/one.json", "{}");

    assertTrue(
        fault(() -> reader.shape("two")).endsWith("two.json: no such shape; there are [one]"));
  }

  @Test
  void mistakes_are_told_with_file_and_place() throws Exception {
    write("a.json", "{\"id\": \"g:a:1\", \"bundles\": [\"g:x:1\", \"nonsense\"]}");
    assertEquals(
        folder.resolve("a.json")
            + ": bundles[1]: bundle id is 'nonsense'; write group:artifact:version",
        fault(() -> reader.feature("a")));

    write("b.json", "{\"bundles\": []}");
    assertTrue(fault(() -> reader.feature("b")).contains("id is missing"));

    write("c.json", "{\"id\": \"g:c:1\", \"bundles\": [{\"id\": \"g:x:1\", \"start-level\": 0}]}");
    assertTrue(fault(() -> reader.feature("c")).contains("start-level is 0; write 1 or more"));

    write("d.json", "{\"id\": ");
    assertTrue(fault(() -> reader.feature("d")).contains("is no JSON"));

    write("e.json", "{\"id\": \"g:e:1\", \"bundles\": {}}");
    assertTrue(fault(() -> reader.feature("e")).contains("bundles is not a list"));
  }

  @Test
  void a_bundle_keeps_its_location_over_versions() {
    BundleId old = BundleId.parse("g:a:1.0");
    BundleId young = BundleId.parse("g:a:2.0");

    assertEquals(old.location(), young.location());
    assertEquals("a-2.0.jar", young.fileName());
    assertEquals("a-2.0-fat.jar", BundleId.parse("g:a:jar:fat:2.0").fileName());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws InvalidFeatureException;
  }

  private static String fault(Reading reading) {
    String message = assertThrows(InvalidFeatureException.class, reading::run).getMessage();
    return message == null ? "" : message;
  }
}
