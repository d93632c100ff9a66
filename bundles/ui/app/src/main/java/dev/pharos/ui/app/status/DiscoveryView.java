package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers what was discovered, and what relabelling made of it, at {@code /service-discovery}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class DiscoveryView implements View {

  private static final Page PAGE =
      Page.of(
          "service-discovery",
          "Service discovery",
          Icons.COMPASS,
          "service-discovery",
          Group.STATUS,
          50);

  private final Platform platform;

  @Activate
  public DiscoveryView(@Reference Platform platform) {
    this.platform = platform;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new DiscoveryPage(context, platform.targets());
  }
}
