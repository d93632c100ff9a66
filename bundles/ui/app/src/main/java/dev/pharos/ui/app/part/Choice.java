package dev.pharos.ui.app.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A few words in a row of which one is chosen.
 *
 * @param <T> what a word stands for
 */
public final class Choice<T> extends Div {

  private final Map<T, NativeButton> buttons = new LinkedHashMap<>();
  private T chosen;

  /**
   * Makes a row of choices.
   *
   * @param words what can be chosen, and the word for it
   * @param first what is chosen at the beginning
   */
  public Choice(String label, Map<T, String> words, T first, Consumer<T> listener) {
    addClassName("ph-choice");
    getElement().setAttribute("role", "group").setAttribute("aria-label", label);
    chosen = first;
    words.forEach(
        (value, word) -> {
          NativeButton button = new NativeButton(word);
          button.addClickListener(
              event -> {
                choose(value);
                listener.accept(value);
              });
          buttons.put(value, button);
          add(button);
        });
    choose(first);
  }

  public T value() {
    return chosen;
  }

  /** Chooses without telling anybody. */
  public void choose(T value) {
    chosen = value;
    buttons.forEach(
        (other, button) ->
            button.getElement().setAttribute("aria-pressed", String.valueOf(other.equals(value))));
  }

  /** Changes the word for a value. */
  public void word(T value, String word) {
    NativeButton button = buttons.get(value);
    if (button != null) {
      button.setText(word);
    }
  }
}
