package dev.pharos.exporter.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServletsTest {

  private final Exporters exporters = new Exporters();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, Object> told = new TreeMap<>();

  private final ServletOutputStream stream =
      new ServletOutputStream() {
        @Override
        public void write(int b) {
          body.write(b);
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }
      };

  @BeforeEach
  void offer() {
    exporters.add(
        new Offer(
            "node",
            request -> {
              if (request.parameter("collect[]").isPresent()) {
                throw new IllegalArgumentException("no such collector");
              }
              return List.of(Collector.of("c", out -> out.gauge("up", "Up.", 1)));
            },
            "",
            "test.bundle",
            1));
  }

  private String get(String context, String pathInfo, Map<String, String[]> parameters)
      throws IOException {
    HttpServletRequest request =
        Fake.of(
            HttpServletRequest.class,
            (method, arguments) ->
                switch (method) {
                  case "getContextPath" -> context;
                  case "getServletPath" -> "";
                  case "getPathInfo" -> pathInfo.isEmpty() ? null : pathInfo;
                  case "getParameterMap" -> parameters;
                  case "getHeader" -> "application/openmetrics-text";
                  default -> null;
                });
    HttpServletResponse response =
        Fake.of(
            HttpServletResponse.class,
            (method, arguments) -> {
              if (method.equals("getOutputStream")) {
                return stream;
              }
              told.put(method, arguments[0]);
              return null;
            });
    new MetricsServlets.ExportersServlet(exporters).doGet(request, response);
    return told.getOrDefault("setStatus", 200) + " " + body.toString(UTF_8);
  }

  @Test
  void an_exporter_answers_in_the_format_that_is_wanted() throws IOException {
    assertEquals(
        "200 # TYPE up gauge\n# HELP up Up.\nup 1.0\n# EOF\n",
        get("/exporters", "/node/metrics", Map.of()));
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        told.get("setContentType"));
    assertEquals(body.size(), told.get("setContentLength"));
  }

  @Test
  void one_that_is_not_there_is_not_found() throws IOException {
    assertEquals(
        "404 no exporter is called pharos; there are node\n", get("/metrics", "", Map.of()));
  }

  @Test
  void a_path_with_nothing_at_it_is_not_found() throws IOException {
    assertEquals("404 nothing is served at this path\n", get("/exporters", "/node/else", Map.of()));
  }

  @Test
  void a_request_that_cannot_be_met_is_bad() throws IOException {
    assertEquals(
        "400 no such collector\n",
        get("/exporters", "/node/metrics", Map.of("collect[]", new String[] {"zfs"})));
  }

  @Test
  void the_folder_lists_what_is_there() throws IOException {
    assertEquals("200 /exporters/node/metrics\n", get("/exporters", "/", Map.of()));
  }

  @Test
  void whoever_may_read_may_scrape() {
    List<PathRule> rules = new MetricsServlets().rules();

    for (String path : List.of("/metrics", "/exporters/node/metrics", "/exporters")) {
      assertTrue(
          rules.stream().anyMatch(r -> r.applies("GET", path) && r.operation() == Operation.READ),
          path);
    }
  }
}
