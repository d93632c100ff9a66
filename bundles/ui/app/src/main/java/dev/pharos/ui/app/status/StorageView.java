package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the page of the store at {@code /tsdb-status}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class StorageView implements View {

  private static final Page PAGE =
      Page.of("tsdb-status", "Storage", Icons.STORAGE, "tsdb-status", Group.STATUS, 40);

  private final Platform platform;

  @Activate
  public StorageView(@Reference Platform platform) {
    this.platform = platform;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new StoragePage(context, platform.storage());
  }
}
