package dev.pharos.ui.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.Extensions;
import dev.pharos.extension.api.Extensions.Extension;
import dev.pharos.extension.api.Extensions.Offer;
import dev.pharos.extension.api.Extensions.State;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.ViewContext;

/** One bundle: its state, its name, what it offers, what is wrong, and what can be done with it. */
final class ExtensionRow extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Extension extension;
  private final transient Extensions extensions;
  private final transient ViewContext context;

  ExtensionRow(Extension extension, Extensions extensions, ViewContext context) {
    this.extension = extension;
    this.extensions = extensions;
    this.context = context;
    addClassName("ph-row");
    getElement().setAttribute("data-bundle", extension.name());
    getElement().setAttribute("data-state", extension.state().name());
    add(state(), words(), actions());
  }

  private Span state() {
    String tone =
        switch (extension.state()) {
          case RUNNING -> "ok";
          case STARTING -> "info";
          case STOPPED -> extension.problem().isEmpty() ? "muted" : "error";
          case UNRESOLVED, NO_BUNDLE -> "error";
        };
    String text =
        switch (extension.state()) {
          case RUNNING -> "running";
          case STARTING -> "starting";
          case STOPPED -> extension.problem().isEmpty() ? "stopped" : "failed";
          case UNRESOLVED -> "unresolved";
          case NO_BUNDLE -> "no bundle";
        };
    Span badge = new Span(text);
    badge.addClassNames("ph-badge", "ph-badge-" + tone);
    return badge;
  }

  private Div words() {
    Div words = new Div();
    words.addClassName("ph-row-main");
    Span title = new Span(extension.title());
    title.addClassName("ph-strong");
    Span name = new Span((extension.name() + " " + extension.version()).strip());
    name.addClassNames("ph-muted", "ph-mono");
    words.add(title, name);
    if (!extension.problem().isEmpty()) {
      Span problem = new Span(extension.problem());
      problem.addClassName("ph-problem");
      words.add(problem);
    }
    if (!extension.offers().isEmpty()) {
      Div offers = new Div();
      offers.addClassName("ph-chips");
      extension.offers().forEach(offer -> offers.add(chip(offer)));
      words.add(offers);
    }
    return words;
  }

  private static Span chip(Offer offer) {
    Span chip = new Span((offer.door() + " " + offer.name()).strip());
    chip.addClassName("ph-chip");
    return chip;
  }

  private Div actions() {
    Div actions = new Div();
    actions.addClassName("ph-row-actions");
    if (!context.may(Operation.CHANGE)) {
      return actions;
    }
    if (extension.state() == State.RUNNING) {
      actions.add(
          extension.platform() ? confirmed("Stop", this::stop) : button("Stop", this::stop));
    }
    if (extension.state() == State.STOPPED || extension.state() == State.UNRESOLVED) {
      actions.add(button("Start", this::start));
    }
    if (!extension.platform()) {
      actions.add(confirmed("Remove", this::remove));
    }
    return actions;
  }

  /** A change that may fail with words for whoever asked for it. */
  @FunctionalInterface
  private interface Change {
    void make() throws ExtensionException;
  }

  private Button button(String label, Change change) {
    Button button = new Button(label, event -> make(label, change));
    button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
    button.setAriaLabel(label + " " + extension.name());
    return button;
  }

  private Button confirmed(String label, Change change) {
    Button button = new Button(label);
    button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
    button.setAriaLabel(label + " " + extension.name());
    button.addClickListener(
        event -> {
          ConfirmDialog dialog = new ConfirmDialog();
          dialog.setHeader(label + " " + extension.title() + "?");
          dialog.setText(
              extension.platform()
                  ? "It belongs to the distribution. What others get from it stops working until it"
                      + " is started again."
                  : "Its file is deleted from the drop folder, and all that it offers goes with it.");
          dialog.setCancelable(true);
          dialog.setConfirmText(label);
          dialog.addConfirmListener(confirmed -> make(label, change));
          dialog.open();
        });
    return button;
  }

  /** Asks again who is asking: a button that is shown is no leave. */
  private void make(String label, Change change) {
    try {
      change.make();
    } catch (ExtensionException e) {
      context.say(ViewContext.Tone.ERROR, label + ": " + e.getMessage());
    }
  }

  private void start() throws ExtensionException {
    extensions.start(context.principal(), extension.id());
  }

  private void stop() throws ExtensionException {
    extensions.stop(context.principal(), extension.id());
  }

  private void remove() throws ExtensionException {
    extensions.remove(context.principal(), extension.id());
  }
}
