package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.View.Page;
import dev.pharos.ui.app.part.Icons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of pages at the side. */
final class Navigation extends Nav {

  private final Div groups = new Div();
  private final Map<String, Anchor> links = new LinkedHashMap<>();
  private String current = "";

  Navigation() {
    addClassName("ph-nav");
    getElement().setAttribute("aria-label", "Pages");
    Image mark = new Image("./modules/favicon.svg", "");
    Span name = new Span("Pharos");
    name.addClassName("ph-label");
    Anchor brand = link("", mark, name);
    brand.addClassName("ph-brand");
    brand.getElement().setAttribute("aria-label", "Pharos, home");
    groups.addClassName("ph-nav-groups");
    Span collapse = new Span("Collapse");
    collapse.addClassName("ph-label");
    NativeButton narrow = new NativeButton();
    narrow.add(Icons.of(Icons.COLLAPSE), collapse);
    narrow.addClassName("ph-nav-narrow");
    narrow.getElement().setAttribute("data-nav", "narrow");
    narrow.getElement().setAttribute("aria-label", "Collapse or widen the navigation");
    add(brand, groups, narrow);
  }

  /** Lists these pages, which are in order. */
  void show(List<View> views) {
    groups.removeAll();
    links.clear();
    Map<View.Group, UnorderedList> lists = new LinkedHashMap<>();
    for (View view : views) {
      Page page = view.page();
      UnorderedList list = lists.computeIfAbsent(page.group(), this::group);
      Span title = new Span(page.title());
      title.addClassName("ph-label");
      Anchor anchor = link(page.path(), Icons.of(page.icon()), title);
      anchor.getElement().setAttribute("title", page.title());
      links.put(page.id(), anchor);
      list.add(new ListItem(anchor));
    }
    mark(current);
  }

  /** Shows which page is open. */
  void mark(String id) {
    current = id;
    links.forEach(
        (page, anchor) -> {
          if (page.equals(id)) {
            anchor.getElement().setAttribute("aria-current", "page");
          } else {
            anchor.getElement().removeAttribute("aria-current");
          }
        });
  }

  private UnorderedList group(View.Group group) {
    UnorderedList list = new UnorderedList();
    if (!group.heading().isEmpty()) {
      Span heading = new Span(group.heading());
      heading.addClassName("ph-nav-heading");
      groups.add(heading);
      list.getElement().setAttribute("aria-label", group.heading());
    }
    groups.add(list);
    return list;
  }

  private static Anchor link(String path, com.vaadin.flow.component.Component... content) {
    Anchor anchor = new Anchor(path.isEmpty() ? "." : path);
    anchor.getElement().setAttribute("router-link", true);
    anchor.add(content);
    return anchor;
  }
}
