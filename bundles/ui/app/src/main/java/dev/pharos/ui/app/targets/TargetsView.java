package dev.pharos.ui.app.targets;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the page of targets at {@code /targets}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class TargetsView implements View {

  private static final Page PAGE =
      Page.of("targets", "Targets", Icons.TARGETS, "targets", Group.EXPLORE, 20);

  private final Platform platform;

  @Activate
  public TargetsView(@Reference Platform platform) {
    this.platform = platform;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new TargetsPage(context, platform.targets());
  }
}
