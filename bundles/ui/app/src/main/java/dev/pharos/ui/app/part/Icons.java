package dev.pharos.ui.app.part;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;

/** The console's own icons: paths in a 24 by 24 box, drawn as lines. */
public final class Icons {

  public static final String HOME = "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6";
  public static final String QUERY = "M4 4v16h16M7 15l4-5 3 3 5-7";
  public static final String TARGETS =
      "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 2v4M12 18v4M2 12h4M18"
          + " 12h4";
  public static final String DASHBOARDS = "M4 4h7v9H4zM14 4h6v5h-6zM14 12h6v8h-6zM4 16h7v4H4z";
  public static final String HOST = "M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01M11 8h6M11 16h6";
  public static final String STATUS = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5h.01";
  public static final String FLAGS = "M6 21V4M6 4h12l-2.5 4L18 12H6";
  public static final String CONFIG = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6";
  public static final String STORAGE =
      "M12 4c4 0 7 1.1 7 2.5S16 9 12 9 5 7.9 5 6.5 8 4 12 4zM5 6.5v11C5 18.9 8 20 12"
          + " 20s7-1.1 7-2.5v-11M5 12c0 1.4 3 2.5 7 2.5s7-1.1 7-2.5";
  public static final String SEARCH = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5";
  public static final String USER =
      "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1.5-4 4.5-5.5 8-5.5s6.5 1.5 8 5.5";
  public static final String MENU = "M4 6h16M4 12h16M4 18h16";
  public static final String COLLAPSE = "M15 6l-6 6 6 6";
  public static final String COMPASS =
      "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.5l-2 5-5 2 2-5z";
  public static final String CLOSE = "M6 6l12 12M18 6L6 18";
  public static final String PLUS = "M12 5v14M5 12h14";
  public static final String HELP =
      "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12"
          + " 16.5h.01";
  public static final String WARNING = "M12 4L2.5 20h19zM12 10v5M12 17.5h.01";
  public static final String HOURGLASS =
      "M7 3h10M7 21h10M8 3c0 5 8 4 8 9s-8 4-8 9M16 3c0 5-8 4-8 9s8 4 8 9";

  private Icons() {}

  /** An icon of this path, as large as the text beside it. */
  public static Span of(String path) {
    Span icon = new Span();
    icon.addClassName("ph-icon");
    Element drawing = new Element("pharos-icon");
    drawing.setAttribute("d", path);
    icon.getElement().appendChild(drawing);
    return icon;
  }
}
