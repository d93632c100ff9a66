package dev.pharos.web.prometheus;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.web.prometheus.remote.WriteMetrics;
import dev.pharos.web.prometheus.remote.WriteReceiver;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/v1/write}: where others write samples, if the flag allows it. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(Contexts.API_SELECT)
@HttpWhiteboardServletPattern("/write")
public final class WriteServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(WriteServlet.class.getName());
  private static final String DISABLED =
      "remote write receiver needs to be enabled with --web.enable-remote-write-receiver";

  private final transient Platform platform;
  private final transient Cors cors;

  /** Null if the flag says so. */
  private final transient @Nullable WriteReceiver receiver;

  @Activate
  public WriteServlet(
      @Reference Platform platform, @Reference Settings settings, @Reference WriteMetrics metrics) {
    this.platform = platform;
    this.cors = new Cors(settings.flag("web.cors.origin", ".*"));
    this.receiver = settings.remoteWriteReceiver() ? WriteReceiver.create(metrics) : null;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    cors.setHeaders(request, response);
    String method = request.getMethod();
    SampleWriter writer = platform.writer;
    if (method.equals("OPTIONS")) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (!method.equals("POST")) {
      response.setHeader("Allow", "POST");
      ApiServlet.text(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method Not Allowed");
    } else if (receiver == null) {
      ApiServlet.text(response, HttpServletResponse.SC_NOT_FOUND, DISABLED);
    } else if (writer == null || !platform.isReady()) {
      ApiServlet.text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Service Unavailable");
    } else {
      answer(receive(receiver, writer, request), response);
    }
  }

  private static WriteReceiver.Reply receive(
      WriteReceiver receiver, SampleWriter writer, HttpServletRequest request) throws IOException {
    try {
      return receiver.receive(
          writer,
          header(request, "Content-Type"),
          header(request, "Content-Encoding"),
          request.getContentLengthLong(),
          request.getInputStream());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A remote write request failed", e);
      return new WriteReceiver.Reply(
          HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
          "unexpected " + e.getClass().getSimpleName() + "; see the log");
    }
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static void answer(WriteReceiver.Reply reply, HttpServletResponse response)
      throws IOException {
    if (reply.text().isEmpty()) {
      response.setStatus(reply.status());
    } else {
      ApiServlet.text(response, reply.status(), reply.text());
    }
  }
}
