package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.part.Icons;

/** Offers the command line as it counts, at {@code /flags}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class FlagsView implements View {

  private static final Page PAGE =
      Page.of("flags", "Flags", Icons.FLAGS, "flags", Group.STATUS, 30);

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return Facts.page(Facts.verbatim("Command line", "api/v1/status/flags"));
  }
}
