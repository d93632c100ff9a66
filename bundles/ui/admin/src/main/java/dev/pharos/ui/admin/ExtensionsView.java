package dev.pharos.ui.admin;

import com.vaadin.flow.component.Component;
import dev.pharos.extension.api.Extensions;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/**
 * Offers the page of bundles and what they offer. Everybody may look; administrators may change.
 */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class ExtensionsView implements View {

  private static final Page PAGE =
      new Page(
          "extensions",
          "Extensions",
          "M9 4h6v4h4v6h-4v6H9v-6H5V8h4z",
          "extensions",
          Group.ADMINISTRATION,
          10,
          Operation.READ,
          false);

  private final Extensions extensions;

  @Activate
  public ExtensionsView(@Reference Extensions extensions) {
    this.extensions = extensions;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    ExtensionsPage page = new ExtensionsPage(extensions, context);
    context.closeAtEnd(extensions.onChange(() -> context.update(page::refresh)));
    page.refresh();
    return page;
  }
}
