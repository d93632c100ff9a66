package dev.pharos.dashboard.panel.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Panel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** What the platform, the browser and the bundle must agree on. */
class ExamplePanelTest {

  @Test
  void the_module_defines_the_element_that_the_panel_names() throws IOException {
    Panel panel = new ExamplePanel();
    String module = text("panel" + panel.module().substring(panel.module().lastIndexOf('/')));

    assertTrue(module.contains("export const contract = " + Panel.CONTRACT + ";"));
    assertTrue(module.contains("'" + panel.element() + "'"), panel.element());
  }

  @Test
  void path_tag_and_pattern_carry_the_version_of_the_bundle() throws IOException {
    Panel panel = new ExamplePanel();
    String version = bundleVersion();
    String component = text("OSGI-INF/" + panel.getClass().getName() + ".xml");

    assertTrue(panel.module().startsWith("/panels/" + panel.id() + "/" + version + "/"));
    assertTrue(panel.element().endsWith("-" + version.replace('.', '-')), panel.element());
    assertTrue(component.contains("/" + panel.id() + "/" + version + "/*<"), component);
  }

  private static String bundleVersion() throws IOException {
    try (InputStream in = resource("META-INF/MANIFEST.MF")) {
      String version = new Manifest(in).getMainAttributes().getValue("Bundle-Version");
      return String.join(".", List.of(version.split("\\.")).subList(0, 3));
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** From this module, not from a jar before it on the class path. */
  private static InputStream resource(String name) throws IOException {
    String classes = ExamplePanel.class.getResource("ExamplePanel.class").toString();
    int root = classes.indexOf("dev/pharos/");
    return Objects.requireNonNull(
        java.net.URI.create(classes.substring(0, root) + name).toURL().openStream());
  }
}
