package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import dev.pharos.ui.api.ViewContext.Tone;
import dev.pharos.ui.app.part.Messages;
import java.lang.System.Logger.Level;

/** Takes what pages throw in their listeners: it is logged, told, and the page stays. */
public final class Faults implements ErrorHandler {

  private static final System.Logger LOG = System.getLogger(Faults.class.getName());

  @Override
  public void error(ErrorEvent event) {
    LOG.log(Level.WARNING, "A page of the console failed", event.getThrowable());
    if (UI.getCurrent() != null) {
      Messages.show(
          Tone.ERROR, "That did not work: " + words(event.getThrowable()) + ". The log has more.");
    }
  }

  /** What went wrong, in one line. */
  static String words(Throwable fault) {
    String message = fault.getMessage();
    return message == null || message.isBlank()
        ? fault.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
