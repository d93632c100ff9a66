package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.dom.Element;
import dev.pharos.identity.api.Principal;
import dev.pharos.ui.app.part.Icons;
import java.util.Locale;

/** Above the page: its title, the way to everything else, the span of time, and who is here. */
final class TopBar extends Header {

  private final Visitor visitor;
  private final H1 title = new H1();
  private final Div time = new Div();
  private final Div person = new Div();

  TopBar(Visitor visitor) {
    this.visitor = visitor;
    addClassName("ph-top");
    NativeButton menu = new NativeButton();
    menu.add(Icons.of(Icons.MENU));
    menu.addClassName("ph-nav-open");
    menu.getElement().setAttribute("data-nav", "open");
    menu.getElement().setAttribute("aria-label", "Open the navigation");
    time.addClassName("ph-top-time");
    person.addClassName("ph-top-person");
    add(menu, title, time, search(), person);
  }

  void title(String text) {
    title.setText(text);
  }

  /** Offers a span of time to choose, or does not. */
  void timed(boolean wanted) {
    time.getElement().removeAllChildren();
    if (wanted) {
      time.getElement().appendChild(new Element("pharos-time"));
    }
  }

  /** Shows who is here. */
  void person() {
    person.removeAll();
    Principal principal = visitor.principal();
    Button button = new Button(Icons.of(Icons.USER));
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    button.setAriaLabel("You and your settings");
    Popover popover = new Popover();
    popover.setTarget(button);
    popover.setPosition(PopoverPosition.BOTTOM_END);
    popover.addClassName("ph-person");
    popover.add(menu(principal, popover));
    person.add(button, popover);
    if (principal.isAnonymous() && visitor.canLogIn()) {
      Button login = new Button("Log in", event -> new LoginDialog(visitor).open());
      login.addThemeVariants(ButtonVariant.LUMO_SMALL);
      person.addComponentAsFirst(login);
    }
  }

  private Div menu(Principal principal, Popover popover) {
    Span name = new Span(principal.isAnonymous() ? "Not logged in" : principal.name());
    name.addClassName("ph-person-name");
    Span role =
        new Span(
            principal
                .role()
                .map(known -> known.name().toLowerCase(Locale.ROOT))
                .orElse("You can look at everything and change nothing"));
    role.addClassName("ph-muted");
    Span label = new Span("Theme");
    label.addClassName("ph-menu-heading");
    NativeButton keys = new NativeButton("Keyboard shortcuts");
    keys.addClassName("ph-menu-item");
    keys.getElement().setAttribute("data-keys", true);
    keys.addClickListener(event -> popover.close());
    Div menu = new Div(name, role, label);
    menu.addClassName("ph-menu");
    menu.getElement().appendChild(new Element("pharos-theme-switch"));
    menu.add(keys);
    if (!principal.isAnonymous()) {
      NativeButton leave = new NativeButton("Log out");
      leave.addClassName("ph-menu-item");
      leave.addClickListener(
          event -> {
            visitor.logOut();
            getUI().ifPresent(ui -> ui.getPage().reload());
          });
      menu.add(leave);
    }
    return menu;
  }

  private static NativeButton search() {
    Span words = new Span("Go to…");
    words.addClassName("ph-label");
    Span key = new Span("Ctrl K");
    key.addClassName("ph-key");
    NativeButton search = new NativeButton();
    search.add(Icons.of(Icons.SEARCH), words, key);
    search.addClassName("ph-search");
    search.getElement().setAttribute("data-palette", true);
    search.getElement().setAttribute("aria-label", "Go to a page, a dashboard or a metric");
    return search;
  }
}
