package dev.pharos.distribution.itest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Jars dropped into the folder of the running distribution, seen in a browser that is open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotPlugBrowserIT {

  /** What is promised from the drop to the screen. */
  private static final double FIVE_SECONDS = 5000;

  private static final String EXPORTER = "dev.pharos.exporter.example.jar";
  private static final String PANEL = "dev.pharos.dashboard.panel.example.jar";

  @TempDir static Path folder;
  private Server server;
  private Browser browser;
  private Page page;

  @BeforeAll
  void start() throws Exception {
    browser = Browser.start();
    Path place = Server.place(folder);
    Files.writeString(place.resolve("conf/prometheus.yml"), "global:\n  scrape_interval: 1s\n");
    server = Server.start(place);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    page = browser.page(ColorScheme.LIGHT);
  }

  @AfterEach
  void leave() throws Exception {
    page.context().close();
    for (String name : List.of(EXPORTER, PANEL, "text.jar", "lacking.jar", "throwing.jar")) {
      Files.deleteIfExists(deployed(name));
    }
    assertEquals(List.of(), browser.complaints());
  }

  private Path deployed(String name) {
    return server.place().resolve("deploy").resolve(name);
  }

  /** Moves a file into the folder as a whole. */
  private void drop(String name, byte[] content) throws Exception {
    Path draft = server.place().resolve(name + ".part");
    Files.write(draft, content);
    Files.move(draft, deployed(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] example(String name) throws Exception {
    return Files.readAllBytes(Path.of(System.getProperty("itest.examples"), name));
  }

  private void go(String path) {
    page.navigate(server.uri(path).toString());
  }

  private static LocatorAssertions.IsVisibleOptions soon() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(FIVE_SECONDS);
  }

  private static LocatorAssertions.HasCountOptions within() {
    return new LocatorAssertions.HasCountOptions().setTimeout(FIVE_SECONDS);
  }

  @Test
  void an_exporter_that_is_dropped_in_is_scraped_and_gone_when_its_jar_goes() throws Exception {
    go("/targets");
    assertThat(page.locator("[data-pool=jvm]")).isVisible();

    drop(EXPORTER, example(EXPORTER));
    assertThat(page.locator("[data-pool=example]")).isVisible(soon());
    Eventually.within(
        Duration.ofSeconds(5),
        "its metrics can be queried",
        () -> !server.query("example_folder_files").isEmpty());

    Files.delete(deployed(EXPORTER));
    assertThat(page.locator("[data-pool=example]")).hasCount(0, within());
    assertThat(page.locator("[data-pool=jvm]")).isVisible();
  }

  @Test
  void a_panel_that_is_dropped_in_appears_is_replaced_and_goes_in_an_open_browser()
      throws Exception {
    go("/dashboards");
    assertThat(page.getByText("Host").first()).isVisible();

    drop(PANEL, example(PANEL));
    assertThat(page.getByText("Example panel").first()).isVisible(soon());
    page.getByText("Example panel").first().click();
    assertThat(page.locator("pharos-panel[data-state=drawn]").first()).isVisible(soon());
    Browser.screenshot(page, "example-panel");

    // The same bundle once more: File Install takes a newer file for a new version of the bundle.
    drop(PANEL, example(PANEL));
    assertThat(page.locator("pharos-panel[data-state=drawn]").first()).isVisible(soon());

    Files.delete(deployed(PANEL));
    assertThat(page.locator("pharos-panel[data-state=drawn]")).hasCount(0, within());
    go("/dashboards");
    assertThat(page.getByText("Host").first()).isVisible();
    assertThat(page.getByText("Example panel")).hasCount(0);
  }

  @Test
  void jars_that_are_broken_are_told_in_words_and_everything_else_works_on() throws Exception {
    go("/extensions");
    assertThat(page.locator("[data-bundle='dev.pharos.exporter.jvm']")).isVisible();

    drop("text.jar", "this is no jar".getBytes(StandardCharsets.UTF_8));
    drop("lacking.jar", Jars.bytes("test.lacking", "Import-Package: no.such.pkg"));
    drop("throwing.jar", Jars.bytes("test.throwing", "Bundle-Activator: no.such.Activator"));

    assertThat(row("text.jar", "is no jar")).isVisible(soon());
    assertThat(row("test.lacking", "no.such.pkg")).isVisible(soon());
    assertThat(row("test.throwing", "no.such.Activator")).isVisible(soon());
    Browser.screenshot(page, "extensions-broken");
    server.awaitOutput("text.jar is no jar", Duration.ofSeconds(5));
    server.awaitOutput("no.such.pkg", Duration.ofSeconds(5));
    server.awaitOutput("no.such.Activator", Duration.ofSeconds(5));

    Eventually.within(
        Duration.ofSeconds(10),
        "the platform is scraped on",
        () -> server.query("up == 1").size() >= 3);
    assertTrue(server.get("/-/ready").statusCode() == 200);
  }

  private com.microsoft.playwright.Locator row(String bundle, String words) {
    return page.locator("[data-bundle='" + bundle + "']")
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(words));
  }
}
