package dev.pharos.web.prometheus;

import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.exposition.Negotiation;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.MetricType;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /federate}: the latest sample of each selected series as an exposition, for another server
 * to scrape.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(Contexts.FEDERATE_SELECT)
@HttpWhiteboardServletPattern("/*")
public final class FederateServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final long LOOKBACK_MILLIS = Duration.ofMinutes(5).toMillis();

  /** The latest sample of a series. */
  private record Latest(long timestampMillis, double value) {}

  private final transient Platform platform;
  private final transient InstantSource clock;

  @Activate
  public FederateServlet(@Reference Platform platform) {
    this(platform, InstantSource.system());
  }

  FederateServlet(Platform platform, InstantSource clock) {
    this.platform = platform;
    this.clock = clock;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SeriesReader reader = platform.series;
    if (reader == null || !platform.isReady()) {
      ApiServlet.text(response, 503, "Service Unavailable");
      return;
    }
    List<List<Matcher>> selectors = new ArrayList<>();
    String[] texts = request.getParameterValues("match[]");
    for (String text : texts == null ? new String[0] : texts) {
      try {
        selectors.add(Parser.parseSelector(text));
      } catch (ParseException e) {
        ApiServlet.text(response, 400, String.valueOf(e.getMessage()));
        return;
      }
    }
    Map<Labels, Latest> latest;
    try {
      latest = read(reader, Access.of(ApiServlet.principal(request)), selectors);
    } catch (StorageException e) {
      ApiServlet.text(response, 500, String.valueOf(e.getMessage()));
      return;
    }
    String accept = request.getHeader("Accept");
    Negotiation agreed = Negotiation.of(accept == null ? "" : accept);
    response.setContentType(agreed.contentType());
    ExpositionWriter out = ExpositionWriter.of(agreed, response.getOutputStream());
    String family = "";
    for (Map.Entry<Labels, Latest> series : latest.entrySet()) {
      String metric = series.getKey().metricName();
      if (!metric.isEmpty()) {
        if (!metric.equals(family)) {
          out.family(metric, MetricType.UNKNOWN, "");
          family = metric;
        }
        Latest sample = series.getValue();
        Labels labels = series.getKey().without(Labels.METRIC_NAME);
        out.sample("", labels, sample.value(), sample.timestampMillis(), null);
      }
    }
    out.end();
  }

  private Map<Labels, Latest> read(
      SeriesReader reader, Access access, List<List<Matcher>> selectors) throws StorageException {
    long now = clock.millis();
    TimeRange range = new TimeRange(now - LOOKBACK_MILLIS + 1, now + 1);
    Map<Labels, Latest> latest = new TreeMap<>(FederateServlet::byMetric);
    for (List<Matcher> selector : selectors) {
      try (SeriesSet series = reader.select(access, range, selector)) {
        while (series.next()) {
          SampleCursor cursor = series.samples();
          Latest last = null;
          for (Kind kind = cursor.next(); kind != Kind.END; kind = cursor.next()) {
            boolean value = kind == Kind.VALUE && !StaleNaN.is(cursor.value());
            last = value ? new Latest(cursor.timestampMillis(), cursor.value()) : null;
          }
          if (last != null) {
            latest.put(series.labels(), last);
          }
        }
      }
    }
    return latest;
  }

  /** Series of one metric stand together. */
  private static int byMetric(Labels one, Labels other) {
    int order = one.metricName().compareTo(other.metricName());
    return order != 0 ? order : one.compareTo(other);
  }
}
