package dev.pharos.ui.app.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.dom.Element;

/** A plain table: for what fits on a page; nothing in it is ever taken as markup. */
@Tag("table")
public final class Table extends Component {

  private final Element body = new Element("tbody");

  public Table(String... headings) {
    getElement().setAttribute("class", "ph-table");
    if (headings.length > 0) {
      Element row = new Element("tr");
      for (String heading : headings) {
        row.appendChild(new Element("th").setAttribute("scope", "col").setText(heading));
      }
      getElement().appendChild(new Element("thead").appendChild(row));
    }
    getElement().appendChild(body);
  }

  /** Adds a row of texts. */
  public Table row(String... cells) {
    Element row = new Element("tr");
    for (String cell : cells) {
      row.appendChild(new Element("td").setText(cell));
    }
    body.appendChild(row);
    return this;
  }

  /** Adds a row of components. */
  public Table row(Component... cells) {
    Element row = new Element("tr");
    for (Component cell : cells) {
      row.appendChild(new Element("td").appendChild(cell.getElement()));
    }
    body.appendChild(row);
    return this;
  }

  public Table named(String className) {
    getElement().getClassList().add(className);
    return this;
  }
}
