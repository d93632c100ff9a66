package dev.pharos.ui.app.part;

import com.vaadin.flow.component.html.Span;

/** A word on a coloured ground. */
public final class Badge extends Span {

  /** What the colour says. */
  public enum Tone {
    OK,
    WARN,
    ERROR,
    INFO,
    MUTED
  }

  /** A badge without a word yet. */
  public Badge() {
    addClassName("ph-badge");
  }

  public Badge(Tone tone, String word) {
    this();
    show(tone, word);
  }

  /** Says something else from now on. */
  public void show(Tone tone, String word) {
    setText(word);
    for (Tone other : Tone.values()) {
      setClassName(className(other), other == tone);
    }
  }

  private static String className(Tone tone) {
    return switch (tone) {
      case OK -> "ph-badge-ok";
      case WARN -> "ph-badge-warn";
      case ERROR -> "ph-badge-error";
      case INFO -> "ph-badge-info";
      case MUTED -> "ph-badge-muted";
    };
  }
}
