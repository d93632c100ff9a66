package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.PanelFrames.Drawing;
import dev.pharos.extension.api.Extensions;
import dev.pharos.identity.api.Identities;
import dev.pharos.query.api.QueryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of our API and our servlets say the same. */
class OpenApiTest {

  private static final PanelTypes NO_TYPES = new PanelTypes(List.of());

  /** In the components' descriptions that bnd has made of the annotations. */
  private static final Pattern SERVLET_PATTERN =
      Pattern.compile(
          "osgi\\.http\\.whiteboard\\.servlet\\.pattern\" type=\"String\""
              + "(?: value=\"([^\"]*)\"|>([^<]*)<)");

  @Test
  void every_route_is_described_and_every_description_has_a_route() throws IOException {
    Set<String> served = new TreeSet<>();
    for (RoutingServlet servlet : servlets()) {
      servlet.routes().forEach(route -> served.add(route.method() + " " + route.template()));
    }
    methodsOf(SessionServlet.class).forEach(method -> served.add(method + " /session"));

    assertEquals(described(), served);
  }

  @Test
  void every_path_that_a_component_claims_is_described() throws IOException {
    Set<String> described = new TreeSet<>();
    described().forEach(line -> described.add(line.split(" ", 2)[1]));

    Set<String> claimed = patterns();

    assertTrue(claimed.size() >= 6, claimed.toString());
    for (String pattern : claimed) {
      String start = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 1) : pattern;
      assertTrue(
          described.stream()
              .anyMatch(path -> start.endsWith("/") ? path.startsWith(start) : path.equals(start)),
          pattern);
    }
  }

  @Test
  void the_description_is_handed_out_as_it_is() throws IOException {
    Exchange answer = new Exchange("GET", "/openapi.yaml").through(new OpenApiServlet());

    assertEquals("application/yaml", answer.headers.get("Content-Type"));
    assertEquals(
        Files.readString(Path.of("src/main/resources/dev/pharos/web/pharos/openapi.yaml")),
        answer.text());
  }

  @Test
  void everything_that_is_referred_to_is_there() throws IOException {
    Map<?, ?> root = description();
    Matcher matcher = Pattern.compile("#/([A-Za-z/]+)").matcher(root.toString());
    int found = 0;
    while (matcher.find()) {
      Object place = root;
      for (String step : matcher.group(1).split("/", -1)) {
        place = place instanceof Map<?, ?> map ? map.get(step) : null;
      }
      assertTrue(place != null, matcher.group());
      found++;
    }
    assertTrue(found > 10, found + " references");
  }

  private static List<RoutingServlet> servlets() throws IOException {
    return List.of(
        new DashboardsServlet(
            new Shelf(),
            (_, _, _, _) -> new Drawing(List.of(), List.of()),
            NO_TYPES,
            InstantSource.system()),
        new PanelsServlet(NO_TYPES),
        new BundlesServlet(untouched(Extensions.class)),
        new QueriesServlet(untouched(QueryEngine.class), untouched(Identities.class)),
        new OpenApiServlet());
  }

  private static <T> T untouched(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  private static List<String> methodsOf(Class<?> servlet) {
    return Stream.of(servlet.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> name.matches("do(Get|Post|Put|Delete)"))
        .map(name -> name.substring(2).toUpperCase(Locale.ROOT))
        .toList();
  }

  private static Set<String> described() throws IOException {
    Set<String> described = new TreeSet<>();
    ((Map<?, ?>) Objects.requireNonNull(description().get("paths")))
        .forEach(
            (path, operations) ->
                ((Map<?, ?>) operations)
                    .keySet()
                    .forEach(
                        method ->
                            described.add(
                                method.toString().toUpperCase(Locale.ROOT) + " " + path)));
    return described;
  }

  private static Map<?, ?> description() throws IOException {
    String text =
        Files.readString(Path.of("src/main/resources/dev/pharos/web/pharos/openapi.yaml"));
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Set<String> patterns() throws IOException {
    Set<String> patterns = new TreeSet<>();
    try (Stream<Path> components = Files.list(Path.of("target/classes/OSGI-INF"))) {
      components
          .filter(file -> file.toString().endsWith(".xml"))
          .forEach(
              file -> {
                Matcher matcher = SERVLET_PATTERN.matcher(text(file));
                while (matcher.find()) {
                  String found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                  patterns.addAll(List.of(found.strip().split("\\s+", -1)));
                }
              });
    }
    return patterns;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
