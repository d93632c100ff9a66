package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.theme.lumo.Lumo;
import java.util.Map;

/** The HTML page around the console. */
@Push(transport = Transport.WEBSOCKET_XHR)
@StyleSheet(Lumo.STYLESHEET)
public final class Shell implements AppShellConfigurator {

  @Override
  public void configurePage(AppShellSettings settings) {
    settings.setPageTitle("Pharos");
    settings.setViewport("width=device-width, initial-scale=1");
    settings.addMetaTag("color-scheme", "light dark");
    settings.addLink("./modules/favicon.svg", Map.of("rel", "icon", "type", "image/svg+xml"));
    settings.addLink("./modules/theme.css", Map.of("rel", "stylesheet"));
    settings.addLink("./modules/console.css", Map.of("rel", "stylesheet"));
  }
}
