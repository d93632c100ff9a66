package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Console;
import dev.pharos.ui.app.part.Messages;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One page on one screen, from the moment it is opened until it is left. */
final class Visit implements ViewContext {

  private static final System.Logger LOG = System.getLogger(Visit.class.getName());

  private static final JsonMapper JSON = new JsonMapper();

  /** Leaves the parameters alone that the browser keeps itself, such as the span of time. */
  private static final String WRITE_ADDRESS =
      """
      const url = new URL(location.href);
      for (const [name, value] of Object.entries($0)) {
        if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
      }
      history.replaceState(history.state, '', url);
      """;

  private final Console console;
  private final Visitor visitor;
  private final Frame frame;
  private final UI ui = UI.getCurrent();
  private final String path;
  private final Map<String, String> parameters;
  private final List<AutoCloseable> subscriptions = new ArrayList<>();
  private volatile boolean over;

  Visit(
      Console console, Visitor visitor, Frame frame, String path, Map<String, String> parameters) {
    this.console = console;
    this.visitor = visitor;
    this.frame = frame;
    this.path = path;
    this.parameters = Map.copyOf(parameters);
  }

  @Override
  public Principal principal() {
    return visitor.principal();
  }

  @Override
  public boolean may(Operation operation) {
    return visitor.may(operation);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Map<String, String> parameters() {
    return parameters;
  }

  @Override
  public void showParameters(Map<String, String> parameters) {
    ui.getPage().executeJs(WRITE_ADDRESS, JSON.valueToTree(parameters));
  }

  @Override
  public void navigate(String address) {
    frame.navigate(address);
  }

  @Override
  public void title(String title) {
    frame.titled(title);
  }

  @Override
  public void say(Tone tone, String message) {
    Messages.show(tone, message);
  }

  @Override
  public void update(Runnable work) {
    if (over || ui.getSession() == null) {
      return;
    }
    ui.accessLater(
            () -> {
              if (!over) {
                work.run();
              }
            },
            null)
        .run();
  }

  @Override
  public void every(Duration pause, Runnable work) {
    Registration calls = console.beat().every(pause, () -> update(work));
    closeAtEnd(calls::remove);
  }

  @Override
  public void closeAtEnd(AutoCloseable subscription) {
    subscriptions.add(subscription);
  }

  /** The page has been left. */
  void end() {
    over = true;
    for (AutoCloseable subscription : subscriptions) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "A page left a subscription that does not close", e);
      }
    }
    subscriptions.clear();
  }
}
