package dev.pharos.ui.app.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;

/** A part of a page with a heading. */
public final class Card extends Section {

  private final Div body = new Div();

  public Card(String heading, Component... beside) {
    addClassName("ph-card");
    Div head = new Div(new H2(heading));
    head.addClassName("ph-card-head");
    head.add(beside);
    body.addClassName("ph-card-body");
    add(head, body);
  }

  /** Replaces what the card holds. */
  public void show(Component... content) {
    body.removeAll();
    body.add(content);
  }
}
