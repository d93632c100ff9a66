package dev.pharos.ui.app;

import com.vaadin.flow.shared.Registration;
import dev.pharos.ui.api.View;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The pages that bundles offer at this moment. Safe for use by several threads. */
@Component(service = Views.class)
public final class Views {

  private static final Comparator<View> IN_ORDER =
      Comparator.<View, View.Group>comparing(view -> view.page().group())
          .thenComparingInt(view -> view.page().order())
          .thenComparing(view -> view.page().title());

  private final List<View> views = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** All pages in the order of the navigation. */
  public List<View> list() {
    return views.stream().sorted(IN_ORDER).toList();
  }

  /** The page with the longest path that holds this one. */
  public Optional<View> at(String path) {
    return views.stream()
        .filter(view -> holds(view.page().path(), path))
        .max(Comparator.comparingInt(view -> view.page().path().length()));
  }

  /** Calls back when pages have come or gone. */
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindView(View view) {
    views.add(view);
    listeners.forEach(Runnable::run);
  }

  void unbindView(View view) {
    views.remove(view);
    listeners.forEach(Runnable::run);
  }

  /** The first page holds its own path alone, not everything. */
  private static boolean holds(String page, String path) {
    return page.equals(path) || (!page.isEmpty() && path.startsWith(page + "/"));
  }
}
