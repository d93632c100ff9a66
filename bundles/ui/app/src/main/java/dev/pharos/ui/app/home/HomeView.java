package dev.pharos.ui.app.home;

import com.vaadin.flow.component.Component;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the first page. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class HomeView implements View {

  private static final Page PAGE = Page.of("home", "Home", Icons.HOME, "", Group.START, 0);

  private final Platform platform;

  @Activate
  public HomeView(@Reference Platform platform) {
    this.platform = platform;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new HomePage(context, platform);
  }
}
