package dev.pharos.web.pharos;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Running;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Lists the queries that run or wait, and ends them: everybody their own, and those who may operate
 * the platform everybody's.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern({"/queries", "/queries/*"})
public final class QueriesServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  private final transient QueryEngine engine;
  private final transient Identities identities;
  private final transient InstantSource clock;

  @Activate
  public QueriesServlet(@Reference QueryEngine engine, @Reference Identities identities) {
    this(engine, identities, InstantSource.system());
  }

  QueriesServlet(QueryEngine engine, Identities identities, InstantSource clock) {
    this.engine = engine;
    this.identities = identities;
    this.clock = clock;
    routes(
        new Route("GET", "/queries", this::list), new Route("DELETE", "/queries/{id}", this::end));
  }

  /** The queries that somebody may see and end. */
  private List<Running> of(Principal principal) {
    boolean all = identities.may(principal, Operation.OPERATE);
    return engine.running().stream()
        .filter(query -> all || query.principal().equals(principal.name()))
        .toList();
  }

  private void list(Call call) throws IOException {
    long now = clock.millis();
    List<Running> queries = of(call.principal());
    try (JsonBytes json = call.json(200)) {
      json.beginObject().name("queries").beginArray();
      for (Running query : queries) {
        json.beginObject();
        json.name("id").value(query.id());
        json.name("query").value(query.query());
        json.name("owner").value(query.principal());
        json.name("state").value(query.state().name().toLowerCase(Locale.ROOT));
        json.name("startedMillis").value(query.startedMillis());
        json.name("ageMillis").value(Math.max(0, now - query.startedMillis()));
        json.name("samplesRead").value(query.samplesRead());
        json.name("samplesHeld").value(query.samplesHeld());
        json.name("bytesHeld").value(query.bytesHeld());
        json.endObject();
      }
      json.endArray().endObject();
    }
  }

  private void end(Call call) throws ApiException {
    String id = call.path("id");
    Principal principal = call.principal();
    boolean theirs = of(principal).stream().anyMatch(query -> query.id().equals(id));
    if (!theirs || !engine.cancel(id, "ended by " + principal.name())) {
      throw ApiException.notFound(
          "path.id",
          "there is no query \"" + id + "\" of yours that runs or waits",
          "GET /api/pharos/v1/queries lists those there are; it may have ended by itself");
    }
    call.nothing();
  }
}
