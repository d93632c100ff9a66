package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.WildcardParameter;
import com.vaadin.flow.shared.Registration;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.View.Page;
import dev.pharos.ui.app.Console;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.Views;
import dev.pharos.ui.app.part.Icons;
import dev.pharos.ui.app.part.Note;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one route of the console: it shows the page that an address belongs to, and goes on when
 * pages come, go or fail.
 *
 * <p>Pages are not routes of Vaadin's, so its registry never holds on to a class of a bundle.
 */
@Route(value = "", registerAtStartup = false)
public final class Frame extends Div implements HasUrlParameter<String>, HasDynamicTitle {

  private static final System.Logger LOG = System.getLogger(Frame.class.getName());

  private final Console console = Console.current();
  private final Views views = console.views();
  private final Visitor visitor = new Visitor(console.platform().identities());
  private final Navigation navigation = new Navigation();
  private final TopBar top = new TopBar(visitor);
  private final Main main = new Main();
  private final Element palette = new Element("pharos-palette");
  private final List<Registration> listening = new ArrayList<>();

  private Location location = new Location("");
  private String title = "Pharos";
  private @Nullable View shown;
  private @Nullable Visit visit;

  /** Made by Vaadin for each tab of a browser. */
  public Frame() {
    addClassName("ph-frame");
    main.setId("ph-main");
    main.addClassName("ph-main");
    main.getElement().setAttribute("tabindex", "-1");
    Anchor skip = new Anchor("#ph-main", "Skip to the page");
    skip.addClassName("ph-skip");
    skip.getElement().setAttribute("router-ignore", true);
    Div column = new Div(top, main);
    column.addClassName("ph-column");
    Div shade = new Div();
    shade.addClassName("ph-shade");
    shade.getElement().setAttribute("data-nav", "open");
    add(skip, navigation, shade, column);
    getElement().appendChild(palette, new Element("pharos-keys"));
    palette
        .addEventListener(
            "go", event -> navigate(event.getEventData().get("event.detail.address").asString()))
        .addEventData("event.detail.address");
  }

  @Override
  protected void onAttach(AttachEvent event) {
    UI ui = event.getUI();
    ui.getPage().addJsModule("context://modules/pharos-frame.js");
    ui.getPage().addJsModule("context://modules/pharos-time.js");
    Platform platform = console.platform();
    listening.add(views.onChange(ui.accessLater(this::viewsChanged, null)));
    listening.add(platform.identities().onChange(ui.accessLater(top::person, null)));
    listening.add(platform.dashboards().onChange(ui.accessLater(this::listDestinations, null)));
    showNavigation();
    top.person();
  }

  @Override
  protected void onDetach(DetachEvent event) {
    listening.forEach(Registration::remove);
    listening.clear();
    leave();
  }

  @Override
  public void setParameter(BeforeEvent event, @WildcardParameter String path) {
    location = event.getLocation();
    showPage();
  }

  @Override
  public String getPageTitle() {
    return title.equals("Pharos") ? title : title + " – Pharos";
  }

  private void viewsChanged() {
    showNavigation();
    boolean wasThere = shown != null;
    boolean isThere = shown != null && views.list().contains(shown);
    if (wasThere && !isThere) {
      showPage();
    } else if (!wasThere && views.at(path()).isPresent()) {
      showPage();
    }
  }

  private void showNavigation() {
    navigation.show(
        views.list().stream().filter(view -> visitor.may(view.page().needs())).toList());
    listDestinations();
  }

  private void showPage() {
    leave();
    String path = path();
    Optional<View> view = views.at(path);
    navigation.mark(view.map(known -> known.page().id()).orElse(""));
    top.timed(view.map(known -> known.page().timed()).orElse(false));
    if (view.isEmpty()) {
      titled("Not found");
      main.add(absent(path));
      return;
    }
    Page page = view.get().page();
    titled(page.title());
    if (!visitor.may(page.needs())) {
      main.add(
          Note.of(
              Icons.USER,
              "Log in to see this page",
              "Only administrators may see " + page.title()));
      return;
    }
    shown = view.get();
    main.add(content(view.get(), page, path));
  }

  private Component content(View view, Page page, String path) {
    String below = path.length() > page.path().length() ? path.substring(page.path().length()) : "";
    Visit arriving =
        new Visit(
            console, visitor, this, below.startsWith("/") ? below.substring(1) : below, query());
    visit = arriving;
    try {
      return view.create(arriving);
    } catch (RuntimeException | LinkageError fault) {
      LOG.log(Level.WARNING, "Page " + page.id() + " could not be made", fault);
      arriving.end();
      return Note.of(
          Icons.WARNING,
          "This page has failed",
          Faults.words(fault) + ". The log has more; the rest of the console goes on.");
    }
  }

  private static Component absent(String path) {
    return Note.of(
        Icons.COMPASS,
        "There is no page here",
        "Nothing is at /"
            + path
            + " at this moment. If the page came with a bundle, it comes back with it.");
  }

  private void leave() {
    Visit leaving = visit;
    visit = null;
    shown = null;
    if (leaving != null) {
      leaving.end();
    }
    main.removeAll();
  }

  void titled(String text) {
    title = text;
    top.title(text);
    getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
  }

  void navigate(String address) {
    getUI().ifPresent(ui -> ui.navigate(new Address(address).path(), new Address(address).query()));
  }

  private String path() {
    String path = location.getPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private Map<String, String> query() {
    return location.getQueryParameters().getParameters().entrySet().stream()
        .filter(parameter -> !parameter.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, parameter -> parameter.getValue().getFirst()));
  }

  private void listDestinations() {
    palette.setProperty(
        "destinations",
        Destinations.json(
            views.list().stream().filter(view -> visitor.may(view.page().needs())).toList(),
            console.platform().dashboards(),
            Objects.requireNonNull(visitor.principal())));
  }
}
