package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.part.Icons;

/** Offers what runs, and since when, at {@code /status}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class RuntimeView implements View {

  private static final Page PAGE =
      Page.of("status", "Runtime", Icons.STATUS, "status", Group.STATUS, 10);

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return Facts.page(
        Facts.card("Runtime", "api/v1/status/runtimeinfo"),
        Facts.card("Build", "api/v1/status/buildinfo"));
  }
}
