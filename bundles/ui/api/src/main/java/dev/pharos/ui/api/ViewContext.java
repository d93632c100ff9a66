package dev.pharos.ui.api;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a page may ask of the console while it is shown. Ends when the visitor leaves the page.
 *
 * <p><b>Threads.</b> To be used under the lock of the browser's session, as in any listener of
 * Vaadin; {@link #update} alone may be called from anywhere.
 */
@ProviderType
public interface ViewContext {

  /** What a message is about. */
  enum Tone {
    INFO,
    SUCCESS,
    ERROR
  }

  /** Who is asking at this moment; somebody else after a login. */
  Principal principal();

  /** Leave for {@link #principal} to read. */
  default Access access() {
    return Access.of(principal());
  }

  /**
   * Whether the principal may do something. A button that is hidden is no protection: ask again
   * when it is used.
   */
  boolean may(Operation operation);

  /** The rest of the path below the page's own, without slashes at its ends; often empty. */
  String path();

  /** The parameters of the address, the first value of each. */
  Map<String, String> parameters();

  /**
   * Writes parameters into the address without leaving the page; an empty value takes one out, and
   * those that are not named stay as they are.
   */
  void showParameters(Map<String, String> parameters);

  /** Goes to another page, such as {@code query?g0.expr=up}. */
  void navigate(String address);

  /** Names this visit in the top bar and the browser's title, in place of the page's title. */
  void title(String title);

  /** Shows a message for some seconds; an error stays until it is closed. */
  void say(Tone tone, String message);

  /**
   * Runs work under the session's lock as soon as possible and sends the outcome to the browser.
   */
  void update(Runnable work);

  /** Runs work as {@link #update} does, again and again while the page is shown. */
  void every(Duration pause, Runnable work);

  /** Closes a subscription when the page is left. */
  void closeAtEnd(AutoCloseable subscription);
}
