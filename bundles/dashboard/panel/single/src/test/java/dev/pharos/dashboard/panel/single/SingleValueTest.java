package dev.pharos.dashboard.panel.single;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Panel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the platform, the browser and the bundle must agree on. */
class SingleValueTest {

  static Stream<Panel> panels() {
    return Stream.of(new StatPanel(), new GaugePanel(), new BarGaugePanel());
  }

  @Test
  void the_panels_of_the_family_have_ids_of_their_own() {
    assertEquals(List.of("stat", "gauge", "bargauge"), panels().map(Panel::id).toList());
  }

  @ParameterizedTest
  @MethodSource("panels")
  void the_module_defines_the_element_that_the_panel_names(Panel panel) throws IOException {
    String module = text("panel" + panel.module().substring(panel.module().lastIndexOf('/')));

    assertTrue(module.contains("export const contract = " + Panel.CONTRACT + ";"));
    assertTrue(module.contains("'" + panel.element() + "'"), panel.element());
  }

  @ParameterizedTest
  @MethodSource("panels")
  void path_tag_and_pattern_carry_the_version_of_the_bundle(Panel panel) throws IOException {
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
    String classes = SingleValue.class.getResource("SingleValue.class").toString();
    int root = classes.indexOf("dev/pharos/");
    return Objects.requireNonNull(
        java.net.URI.create(classes.substring(0, root) + name).toURL().openStream());
  }
}
