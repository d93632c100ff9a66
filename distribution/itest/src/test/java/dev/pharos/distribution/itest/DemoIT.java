package dev.pharos.distribution.itest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** The demo as a newcomer sees it: a shop under load, a fault, and both on the screen. */
class DemoIT {

  private static final Duration A_MINUTE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void within_a_minute_rate_and_latency_move_and_a_fault_shows() throws Exception {
    int port = Server.freePort();
    Path examples = Path.of(System.getProperty("itest.examples"));
    Path place = Server.place(folder);
    Files.writeString(
        place.resolve("conf/prometheus.yml"),
        Files.readString(Repository.root().resolve("distribution/demo/conf/prometheus.yml"))
            .replace("8090", Integer.toString(port))
            .replace("5s", "1s"));
    Files.copy(
        examples.resolve("dev.pharos.distribution.demo.content.jar"),
        place.resolve("deploy/demo.jar"));
    Process shop =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                examples.resolve("dev.pharos.distribution.demo.jar").toString(),
                "dev.pharos.distribution.demo.Demo",
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("shop.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(shop::destroyForcibly));
    try (Server server = Server.start(place)) {
      Eventually.within(
          A_MINUTE,
          "all four endpoints have a rate",
          () -> server.query("sum by (endpoint) (rate(api_requests_total[15s])) > 0").size() == 4);
      Eventually.within(
          A_MINUTE,
          "requests take time",
          () ->
              first(
                      server,
                      "histogram_quantile(0.95, sum by (le) (rate(api_request_duration_seconds_bucket[15s])))")
                  > 0);
      fault(port);
      Eventually.within(
          A_MINUTE,
          "payments fail",
          () ->
              first(
                      server,
                      "sum(rate(api_requests_total{status=~\"5..\"}[15s])) / sum(rate(api_requests_total[15s]))")
                  > 0.01);
      look(server);
    } finally {
      shop.destroy();
    }
  }

  private static double first(Server server, String query) throws Exception {
    List<JsonObject> answer = server.query(query);
    return answer.isEmpty() ? 0 : Server.value(answer.getFirst());
  }

  private static void fault(int port) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + "/fault?kind=errors&on=true");
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding());
    assertEquals(2, answer.statusCode() / 100);
  }

  private static Object states(Page page) {
    return page.locator("pharos-panel")
        .evaluateAll("panels => panels.map(p => p.dataset.state + ': ' + p.innerText)");
  }

  private static void look(Server server) throws Exception {
    try (Browser browser = Browser.start()) {
      Page page = browser.page(ColorScheme.DARK);
      page.navigate(
          server.uri("/dashboards/bundle:dev.pharos.distribution.demo.content:api").toString());
      // A curve has its first point at the next whole step of its axis, a quarter of a minute.
      try {
        assertThat(page.locator("pharos-panel[data-state=drawn]").nth(3))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(45_000));
      } catch (AssertionFailedError e) {
        Browser.screenshot(page, "demo-not-drawn");
        throw new AssertionFailedError(
            "The panels are "
                + states(page)
                + "; bundles: "
                + server.get("/api/pharos/v1/bundles").body()
                + "; the server said: "
                + server.output(),
            e);
      }
      Browser.screenshot(page, "demo-dark");
      assertEquals(List.of(), browser.complaints());
    }
  }
}
