package dev.pharos.ui.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet over the modules that this build made. */
class ModuleServletTest {

  /** An answer that remembers what was said. */
  private static final class Answer {
    int status = 200;
    final Map<String, String> headers = new HashMap<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();

    HttpServletResponse response() {
      return fake(
          HttpServletResponse.class,
          (name, arguments) -> {
            switch (name) {
              case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
              case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
              case "setContentLength" -> {}
              case "setStatus", "sendError" -> status = (Integer) arguments[0];
              case "getOutputStream" -> {
                return stream();
              }
              default -> throw new UnsupportedOperationException(name);
            }
            return null;
          });
    }

    private ServletOutputStream stream() {
      return new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) {
          body.write(b);
        }
      };
    }
  }

  private interface Call {
    @Nullable Object answer(String name, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
  }

  private static Answer get(String path, Map<String, String> headers) throws IOException {
    Answer answer = new Answer();
    HttpServletRequest request =
        fake(
            HttpServletRequest.class,
            (name, arguments) ->
                switch (name) {
                  case "getPathInfo" -> path;
                  case "getHeader" -> headers.get((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(name);
                });
    new ModuleServlet().doGet(request, answer.response());
    return answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uplot.js",
        "echarts.js",
        "promql-editor.js",
        "pharos-graph.js",
        "pharos-table.js",
        "pharos-panel.js",
        "pharos-time.js",
        "pharos-frame.js",
        "theme-boot.js"
      })
  void a_module_is_served_as_one(String name) throws IOException {
    Answer answer = get("/" + name, Map.of());

    assertEquals(200, answer.status);
    assertEquals("text/javascript;charset=utf-8", answer.headers.get("Content-Type"));
    assertTrue(answer.body.size() > 50);
  }

  @Test
  void the_theme_defines_what_panels_draw_with() throws IOException {
    String css = get("/theme.css", Map.of()).body.toString(StandardCharsets.UTF_8);

    for (String name :
        new String[] {
          "bg",
          "surface",
          "surface-2",
          "border",
          "text",
          "text-muted",
          "accent",
          "accent-contrast",
          "ok",
          "warn",
          "error",
          "info",
          "grid",
          "series-1",
          "series-10",
          "font",
          "font-mono",
          "radius"
        }) {
      assertTrue(css.contains("--ph-" + name + ":"), name);
    }
  }

  @Test
  void a_browser_that_has_it_is_told_so() throws IOException {
    Answer first = get("/uplot.js", Map.of());
    String tag = first.headers.get("ETag");

    Answer second = get("/uplot.js", Map.of("If-None-Match", String.valueOf(tag)));

    assertEquals(304, second.status);
    assertEquals(0, second.body.size());
    assertEquals("no-cache", second.headers.get("Cache-Control"));
  }

  @Test
  void what_has_its_hash_in_its_name_is_kept_for_long() throws IOException {
    String chunk =
        Module.list(getClass().getClassLoader()).keySet().stream()
            .filter(name -> name.startsWith("chunks/"))
            .findFirst()
            .orElseThrow();

    assertTrue(
        String.valueOf(get("/" + chunk, Map.of()).headers.get("Cache-Control"))
            .contains("immutable"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.js",
        "/",
        "/../dev/pharos/ui/modules/Module.class",
        "/list.txt",
        "/../META-INF/MANIFEST.MF"
      })
  void nothing_else_is_served(String path) throws IOException {
    Answer answer = get(path, Map.of());

    assertEquals(404, answer.status);
    assertFalse(answer.headers.containsKey("ETag"));
  }
}
