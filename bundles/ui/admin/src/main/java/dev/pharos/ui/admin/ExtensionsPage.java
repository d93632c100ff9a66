package dev.pharos.ui.admin;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.pharos.extension.api.Extensions;
import dev.pharos.extension.api.Extensions.Extension;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.ViewContext;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The bundles in two lists, those that were dropped in and those of the distribution. */
final class ExtensionsPage extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Extensions extensions;
  private final transient ViewContext context;
  private final Div install = new Div();
  private final TextField filter = new TextField();
  private final Div troubled = new Div();
  private final Div dropped = new Div();
  private final Div platform = new Div();
  private boolean installOffered;
  private List<Extension> shown = List.of();
  private boolean actionsShown;

  ExtensionsPage(Extensions extensions, ViewContext context) {
    this.extensions = extensions;
    this.context = context;
    addClassName("ph-extensions");
    filter.setPlaceholder("Filter by name or by what is offered");
    filter.setAriaLabel("Filter");
    filter.setClearButtonVisible(true);
    filter.setValueChangeMode(ValueChangeMode.LAZY);
    filter.addValueChangeListener(event -> refresh());
    add(install, filter, troubled, dropped, platform);
  }

  /** Shows the bundles as they are now, to whoever is looking now. */
  void refresh() {
    offerInstall(context.may(Operation.CHANGE));
    List<Extension> all = extensions.list().stream().filter(this::isWanted).toList();
    if (all.equals(shown) && context.may(Operation.CHANGE) == actionsShown) {
      return; // rows that are the same stay, and with them what is being clicked
    }
    shown = all;
    actionsShown = context.may(Operation.CHANGE);
    show(troubled, "Needs attention", all, extension -> !extension.problem().isEmpty());
    show(
        dropped,
        "Dropped in",
        all,
        extension -> extension.problem().isEmpty() && !extension.platform());
    show(
        platform,
        "The distribution",
        all,
        extension -> extension.problem().isEmpty() && extension.platform());
  }

  private void offerInstall(boolean may) {
    if (may != installOffered || install.getElement().getChildCount() == 0) {
      installOffered = may;
      install.removeAll();
      if (may) {
        install.add(new InstallBox(extensions, context));
      } else {
        Span words =
            new Span("Log in as an administrator to install, start, stop or remove bundles.");
        words.addClassName("ph-muted");
        install.add(words);
      }
    }
  }

  private boolean isWanted(Extension extension) {
    String wanted = filter.getValue().strip().toLowerCase(Locale.ROOT);
    return extension.name().toLowerCase(Locale.ROOT).contains(wanted)
        || extension.title().toLowerCase(Locale.ROOT).contains(wanted)
        || extension.offers().stream()
            .anyMatch(
                offer ->
                    (offer.door() + " " + offer.name()).toLowerCase(Locale.ROOT).contains(wanted));
  }

  private void show(
      Div place, String heading, List<Extension> all, Predicate<Extension> belongsHere) {
    place.removeAll();
    List<Extension> here = all.stream().filter(belongsHere).toList();
    if (here.isEmpty()) {
      return;
    }
    H2 title = new H2(heading + " (" + here.size() + ")");
    Div list = new Div();
    list.addClassName("ph-list");
    for (Extension extension : here) {
      list.add(new ExtensionRow(extension, extensions, context));
    }
    place.add(title, list);
  }
}
