package dev.pharos.ui.app.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** What stands where there is nothing to show, and says why. */
public final class Note extends Div {

  private Note(String icon, String title, String words) {
    addClassName("ph-note");
    add(Icons.of(icon), new H2(title), new Paragraph(words));
  }

  /** A note with an icon, a heading and a sentence, and perhaps something to click. */
  public static Note of(String icon, String title, String words, Component... more) {
    Note note = new Note(icon, title, words);
    note.add(more);
    return note;
  }

  /** Says that a service is absent, and that the page goes on by itself once it is there. */
  public static Note waitingFor(String what) {
    return of(
        Icons.HOURGLASS,
        "Waiting for " + what,
        "It is not running at this moment. This page goes on by itself as soon as it is.");
  }
}
