package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the configuration in force at {@code /config}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class ConfigurationView implements View {

  private static final Page PAGE =
      Page.of("config", "Configuration", Icons.CONFIG, "config", Group.STATUS, 20);

  private final Platform platform;

  @Activate
  public ConfigurationView(@Reference Platform platform) {
    this.platform = platform;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new ConfigurationPage(context, platform.config());
  }
}
