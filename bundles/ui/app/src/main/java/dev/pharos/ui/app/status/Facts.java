package dev.pharos.ui.app.status;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import dev.pharos.ui.app.part.Card;

/** Names and values that the browser asks the API for. */
@Tag("pharos-facts")
final class Facts extends Component {

  private Facts(String path) {
    getElement().setAttribute("path", path);
  }

  /** What the API tells at a path below the root, names in words. */
  static Card card(String heading, String path) {
    Card card = new Card(heading);
    card.show(new Facts(path));
    return card;
  }

  /** What the API tells, names as they are typed, with an input that narrows them down. */
  static Card verbatim(String heading, String path) {
    Facts facts = new Facts(path);
    facts.getElement().setAttribute("verbatim", true).setAttribute("filter", true);
    Card card = new Card(heading);
    card.show(facts);
    return card;
  }

  static Div page(Card... cards) {
    Div page = new Div(cards);
    page.addClassName("ph-stack");
    return page;
  }

  @Override
  protected void onAttach(AttachEvent event) {
    event.getUI().getPage().addJsModule("context://modules/pharos-facts.js");
  }
}
