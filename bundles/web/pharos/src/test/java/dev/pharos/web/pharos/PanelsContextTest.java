package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

class PanelsContextTest {

  private final PanelsContext context = new PanelsContext(bundleThatHasEverything());

  @Test
  void the_modules_of_a_panel_can_be_reached_and_have_the_type_of_modules() {
    assertNotNull(context.getResource("/panel/timeseries.js"));
    assertEquals("text/javascript", context.getMimeType("/panel/timeseries.js"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/OSGI-INF/panel.xml",
        "/META-INF/MANIFEST.MF",
        "/panel/../OSGI-INF/secrets.json",
        "/panel/Panel.class",
        "/panel",
        "panel.js",
        "/"
      })
  void nothing_else_of_the_bundle_can_be_reached(String name) {
    assertNull(context.getResource(name));
  }

  private static Bundle bundleThatHasEverything() {
    return (Bundle)
        Proxy.newProxyInstance(
            PanelsContextTest.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getResource", "getEntry" -> URI.create("file:/" + arguments[0]).toURL();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
