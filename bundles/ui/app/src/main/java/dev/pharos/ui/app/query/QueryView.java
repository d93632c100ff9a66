package dev.pharos.ui.app.query;

import com.vaadin.flow.component.Component;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.part.Icons;

/** Offers the query page at {@code /query}, with the addresses that Prometheus has. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class QueryView implements View {

  private static final Page PAGE =
      new Page("query", "Query", Icons.QUERY, "query", Group.EXPLORE, 10, Operation.READ, true);

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new QueryPage(context);
  }
}
