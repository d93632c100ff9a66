package dev.pharos.ui.app.status;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.pharos.config.api.ConfigFiles;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.InvalidConfigException;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.api.ViewContext.Tone;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.part.Ago;
import dev.pharos.ui.app.part.Badge;
import dev.pharos.ui.app.part.Card;
import dev.pharos.ui.app.part.Note;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The files in force, what was wrong at the last attempt to load them, and a way to try again. */
final class ConfigurationPage extends Div {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ViewContext context;
  private final Live<ConfigFiles> config;
  private List<ConfigFiles.Status> shown = List.of();
  private boolean empty = true;

  ConfigurationPage(ViewContext context, Live<ConfigFiles> config) {
    this.context = context;
    this.config = config;
    addClassName("ph-stack");
    context.closeAtEnd(config.onChange(() -> context.update(this::refresh))::remove);
    context.every(PAUSE, this::refresh);
    refresh();
  }

  private void refresh() {
    Optional<ConfigFiles> service = config.get();
    List<ConfigFiles.Status> files = service.map(ConfigFiles::files).orElse(List.of());
    if (!empty && files.equals(shown)) {
      return;
    }
    shown = files;
    empty = service.isEmpty();
    removeAll();
    if (service.isEmpty()) {
      add(Note.waitingFor("the configuration"));
      return;
    }
    add(bar());
    files.forEach(file -> add(card(file)));
  }

  private Div bar() {
    Button reload = new Button("Reload", event -> reload());
    reload.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    reload.setEnabled(context.may(Operation.CHANGE));
    Span words =
        new Span(
            context.may(Operation.CHANGE)
                ? "Reads all files anew, and applies them all or none."
                : "Log in as an administrator to reload.");
    words.addClassName("ph-muted");
    Div bar = new Div(reload, words);
    bar.addClassName("ph-toolbar");
    return bar;
  }

  /** Asks again who may: a button that is shown is no leave. */
  private void reload() {
    if (!context.may(Operation.CHANGE)) {
      context.say(Tone.ERROR, "Only administrators may reload the configuration.");
      return;
    }
    Optional<ConfigFiles> service = config.get();
    if (service.isEmpty()) {
      context.say(Tone.ERROR, "The configuration is not running at this moment.");
      return;
    }
    try {
      service.get().reload();
      context.say(Tone.SUCCESS, "The configuration was reloaded.");
    } catch (InvalidConfigException refused) {
      context.say(
          Tone.ERROR,
          "Refused: " + refused.problems().size() + " to mend; the old one stays in force.");
    }
    refresh();
  }

  private static Card card(ConfigFiles.Status file) {
    Badge state =
        file.problems().isEmpty()
            ? new Badge(Badge.Tone.OK, "in force")
            : new Badge(Badge.Tone.ERROR, "last change refused");
    Ago since = new Ago(file.appliedAtMillis());
    since.getElement().setAttribute("class", "ph-muted");
    Card card = new Card(file.path().getFileName().toString(), state, since);
    Div content = new Div();
    for (ConfigProblem problem : file.problems()) {
      Div line = new Div(problem.toString());
      line.addClassNames("ph-remark", "error");
      content.add(line);
    }
    for (String waiting : file.waiting()) {
      Div line = new Div(waiting);
      line.addClassNames("ph-remark", "warn");
      content.add(line);
    }
    Span path = new Span(file.path().toString());
    path.addClassNames("ph-muted", "ph-mono");
    content.add(path);
    if (file.text().isBlank()) {
      content.add(new Paragraph("There is no such file, or nothing is in it."));
    } else {
      Pre text = new Pre(file.text());
      text.addClassName("ph-code");
      text.getElement().setAttribute("tabindex", "0");
      content.add(text);
    }
    card.show(content);
    return card;
  }
}
