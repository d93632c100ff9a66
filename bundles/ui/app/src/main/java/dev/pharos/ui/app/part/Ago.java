package dev.pharos.ui.app.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** How long ago something was; the browser counts on by itself. */
@Tag("pharos-ago")
public final class Ago extends Component {

  /** Nothing has been yet. */
  public Ago() {
    at(0);
  }

  public Ago(long millis) {
    at(millis);
  }

  /** Shows another instant, in milliseconds since the Unix epoch; 0 for never. */
  public void at(long millis) {
    getElement().setAttribute("at", String.valueOf(millis));
  }
}
