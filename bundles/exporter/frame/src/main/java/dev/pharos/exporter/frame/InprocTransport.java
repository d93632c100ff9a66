package dev.pharos.exporter.frame;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.exposition.Negotiation;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Fetches from the exporters in this process, without HTTP between: {@code inproc://…/metrics}.
 *
 * <p>An exporter works on a virtual thread of its own, so that one that hangs and does not mind
 * being interrupted costs the scrape its time and no more.
 */
@Component(property = ScrapeTransport.SCHEME + "=" + ScrapeTransport.INPROC)
public final class InprocTransport implements ScrapeTransport {

  /** Scrapes that may be left hanging before the next one is refused. */
  private static final int MAX_UNFINISHED = 40;

  private final Exporters exporters;

  @Activate
  public InprocTransport(@Reference Exporters exporters) {
    this.exporters = exporters;
  }

  @Override
  public Client open(Optional<ConfigNode> pool) {
    return new InprocClient(exporters);
  }

  private static final class InprocClient implements Client {

    private final Exporters exporters;
    private final AtomicInteger unfinished = new AtomicInteger();

    InprocClient(Exporters exporters) {
      this.exporters = exporters;
    }

    @Override
    public void fetch(Request request, ScrapeBody into) throws IOException, InterruptedException {
      String path = request.url().getPath();
      String name =
          MetricsPath.exporter(path)
              .orElseThrow(
                  () ->
                      new IOException(
                          "no exporter has the path "
                              + path
                              + "; write /metrics or /exporters/<name>/metrics"));
      Negotiation agreed = Negotiation.of(accept(request.headers()));
      FutureTask<Page> task =
          new FutureTask<>(
              () -> exporters.scrape(name, MetricsPath.request(request.url()), agreed));
      if (unfinished.incrementAndGet() > MAX_UNFINISHED) {
        unfinished.decrementAndGet();
        throw new IOException(
            "exporter " + name + " has " + MAX_UNFINISHED + " scrapes that it has not answered");
      }
      Thread.ofVirtual()
          .name("exporter " + name)
          .start(
              () -> {
                try {
                  task.run();
                } finally {
                  unfinished.decrementAndGet();
                }
              });
      Page page = result(task, name, request);
      into.contentType(agreed.contentType());
      page.copyTo(into);
    }

    private static Page result(FutureTask<Page> task, String name, Request request)
        throws IOException, InterruptedException {
      try {
        return task.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new IOException(
            "exporter " + name + " did not answer within " + request.timeout().toMillis() + " ms",
            e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException told) {
          throw told;
        }
        throw new IOException("exporter " + name + ": " + e.getCause(), e.getCause());
      } finally {
        task.cancel(true);
      }
    }

    private static String accept(Map<String, String> headers) {
      for (Map.Entry<String, String> header : headers.entrySet()) {
        if (header.getKey().equalsIgnoreCase("Accept")) {
          return header.getValue();
        }
      }
      return "";
    }

    @Override
    public void close() {}
  }
}
