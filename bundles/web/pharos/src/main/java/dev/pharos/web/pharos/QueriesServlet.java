package dev.pharos.web.pharos;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryEngine.Running;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryTrace;
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
 * the platform everybody's. Tells, too, where the time of a query goes.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern({"/queries", "/queries/*"})
public final class QueriesServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  /** The last instant that a query may speak of: the end of the year 9999. */
  private static final long LATEST = 253_402_300_799_999L;

  private static final long MOST_STEPS = 11_000;

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
        new Route("GET", "/queries", this::list),
        new Route("GET", "/queries/trace", this::trace),
        new Route("DELETE", "/queries/{id}", this::end));
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

  /** Evaluates a query, and answers where its time went instead of what came out of it. */
  private void trace(Call call) throws ApiException, IOException {
    long to = call.number("to", clock.millis(), 0, LATEST);
    long from = call.number("from", to, 0, to);
    long step = call.number("step", 60_000, 1, LATEST);
    if ((to - from) / step > MOST_STEPS) {
      throw ApiException.badParameter(
          "step",
          String.valueOf(step),
          "at most " + MOST_STEPS + " steps from one end to the other");
    }
    QueryResult result = traced(call, from, to, step);
    QueryStatistics statistics = result.statistics();
    try (JsonBytes json = call.json(200)) {
      json.beginObject();
      json.name("totalNanos").value(statistics.timings().totalNanos());
      json.name("queueNanos").value(statistics.timings().queueNanos());
      json.name("preparationNanos").value(statistics.timings().preparationNanos());
      json.name("samplesRead").value(statistics.totalSamples());
      json.name("peakSamples").value(statistics.peakSamples());
      json.name("peakBytes").value(statistics.peakBytes());
      if (result.trace().isPresent()) {
        write(json.name("trace"), result.trace().get());
      }
      json.endObject();
    }
  }

  private QueryResult traced(Call call, long from, long to, long step) throws ApiException {
    String query = call.text("query");
    Options options = Options.DEFAULT.withTrace();
    try {
      return from == to
          ? engine.instant(call.access(), query, to, options)
          : engine.range(call.access(), query, from, to, step, options);
    } catch (QueryException e) {
      int status =
          switch (e.kind()) {
            case PARSE -> 400;
            case EXECUTION -> 422;
            case CANCELLED -> 499;
            case TIMEOUT -> 503;
            case STORAGE -> 500;
          };
      throw new ApiException(
          new ApiException.Fault(
              status,
              e.kind().name().toLowerCase(Locale.ROOT),
              String.valueOf(e.getMessage()),
              "query.query",
              "a query that can be evaluated",
              "ask /api/v1/query the same"));
    }
  }

  private static void write(JsonBytes json, QueryTrace trace) throws IOException {
    json.beginObject();
    json.name("operator").value(trace.operator());
    json.name("description").value(trace.description());
    json.name("totalNanos").value(trace.totalNanos());
    json.name("ownNanos").value(trace.ownNanos());
    json.name("seriesOut").value(trace.seriesOut());
    json.name("samplesRead").value(trace.samplesRead());
    json.name("peakSamples").value(trace.peakSamples());
    json.name("peakBytes").value(trace.peakBytes());
    json.name("children").beginArray();
    for (QueryTrace child : trace.children()) {
      write(json, child);
    }
    json.endArray().endObject();
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
