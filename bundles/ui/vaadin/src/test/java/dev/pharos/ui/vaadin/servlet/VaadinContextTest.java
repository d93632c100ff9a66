package dev.pharos.ui.vaadin.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaadinContextTest {

  private final VaadinContext context = new VaadinContext(null);

  @Test
  void resources_of_the_nested_jars_are_served() {
    assertNotNull(context.getResource("/lumo/lumo.css"));
    assertNotNull(context.getResource("lumo/lumo.css"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/pharos/ui/vaadin/servlet/VaadinContext.class",
        "/OSGI-INF/dev.pharos.ui.vaadin.servlet.VaadinStarter.xml",
        "/META-INF/MANIFEST.MF",
        "/META-INF/VAADIN/config/flow-build-info.json",
        "/lumo/../../MANIFEST.MF",
        "/lib/flow-server.jar",
        "/"
      })
  void nothing_else_of_the_bundle_is(String name) {
    assertNull(context.getResource(name));
  }

  @Test
  void modules_and_style_sheets_have_a_media_type() {
    assertEquals("text/javascript", context.getMimeType("/a/b.JS"));
    assertEquals("text/css", context.getMimeType("x.css"));
    assertNull(context.getMimeType("x.unknown"));
  }
}
