package dev.pharos.ui.api;

import com.vaadin.flow.component.Component;
import dev.pharos.identity.api.Operation;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A page of the console.
 *
 * <p>This is an extension point: register it as a service, and the page appears in the navigation
 * of every browser that is open; withdraw it, and it is gone from there at once.
 *
 * <p><b>Threads.</b> {@link #page} answers at once and always the same. {@link #create} is called
 * under the lock of the browser's session, once for each visit; it does not wait for anything.
 */
@ConsumerType
public interface View {

  /** Where a page stands in the navigation. */
  enum Group {
    /** At the top, without a heading. */
    START(""),
    EXPLORE("Explore"),
    DASHBOARDS("Dashboards"),
    STATUS("Status"),
    ADMINISTRATION("Administration");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    /** For people; empty for the first group. */
    public String heading() {
      return heading;
    }
  }

  /**
   * What the frame knows of a page before it is opened.
   *
   * @param id unique among pages, such as {@code targets}
   * @param title for people
   * @param icon an SVG path in a 24 by 24 box, drawn as a line
   * @param path where it is, without a slash at either end, such as {@code targets}; everything
   *     below belongs to the page as well. Empty for the first page
   * @param group where it stands in the navigation
   * @param order its place within the group, smallest first
   * @param needs what somebody must be allowed in order to see it
   * @param timed whether it shows a span of time, which the frame then offers to choose
   */
  record Page(
      String id,
      String title,
      String icon,
      String path,
      Group group,
      int order,
      Operation needs,
      boolean timed) {

    public Page {
      if (path.startsWith("/") || path.endsWith("/")) {
        throw new IllegalArgumentException(
            "path of page " + id + " is \"" + path + "\"; write it without slashes at its ends");
      }
    }

    /** A page for everybody who may read, without a span of time. */
    public static Page of(
        String id, String title, String icon, String path, Group group, int order) {
      return new Page(id, title, icon, path, group, order, Operation.READ, false);
    }
  }

  Page page();

  /**
   * Makes the page's content for one visit.
   *
   * <p>What fails here, or later in one of its listeners, is shown in its place; the frame and the
   * other pages go on.
   */
  Component create(ViewContext context);
}
