package dev.pharos.ui.app.part;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import dev.pharos.ui.api.ViewContext.Tone;

/** Short messages at the edge of the page. */
public final class Messages {

  private static final int MILLIS = 5000;

  private Messages() {}

  /** Shows a message for some seconds; an error for three times as long. */
  public static void show(Tone tone, String text) {
    Notification message = new Notification();
    message.add(new Span(text));
    message.setPosition(Notification.Position.BOTTOM_END);
    message.setDuration(tone == Tone.ERROR ? 3 * MILLIS : MILLIS);
    switch (tone) {
      case ERROR -> {
        message.addThemeVariants(NotificationVariant.LUMO_ERROR);
        message.setAssertive(true);
      }
      case SUCCESS -> message.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
      case INFO -> {}
    }
    message.open();
  }
}
