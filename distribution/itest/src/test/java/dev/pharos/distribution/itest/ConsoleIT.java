package dev.pharos.distribution.itest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as a visitor sees it, in a real browser, dark and light. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

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
    Eventually.within(
        Duration.ofSeconds(30),
        "the processors have a rate",
        () -> !server.query("rate(node_cpu_seconds_total[1m])").isEmpty());
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
  void leave() {
    page.context().close();
    assertEquals(List.of(), browser.complaints());
  }

  private void go(String path) {
    page.navigate(server.uri(path).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/, Home",
    "/query, Query",
    "/targets, Targets",
    "/dashboards, Dashboards",
    "/status, Runtime",
    "/config, Configuration",
    "/flags, Flags",
    "/tsdb-status, Storage",
    "/service-discovery, Service discovery",
    "/extensions, Extensions",
  })
  void every_page_opens_under_the_path_that_links_of_the_original_know(String path, String title) {
    go(path);

    assertThat(page.getByRole(AriaRole.HEADING, named(title)).first()).isVisible();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void a_query_is_drawn_as_a_graph_and_listed_as_a_table(ColorScheme scheme) {
    Page page = browser.page(scheme);
    page.navigate(
        server
            .uri(
                "/query?g0.expr="
                    + Server.encode("rate(node_cpu_seconds_total[1m])")
                    + "&g0.tab=graph&g0.range_input=5m")
            .toString());

    assertThat(page.locator("pharos-graph canvas").first()).isVisible();
    assertThat(page.getByText("mode=\"idle\"").first()).isVisible();
    Browser.screenshot(page, "query-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
    page.getByRole(AriaRole.BUTTON, named("Table")).click();
    assertThat(page.locator("pharos-table table tr").nth(2)).isVisible();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void the_host_page_draws_this_hosts_panels(ColorScheme scheme) {
    Page page = browser.page(scheme);
    page.navigate(server.uri("/host").toString());

    Locator panels = page.locator("pharos-panel");
    assertThat(panels.first()).isVisible();
    assertThat(page.locator("pharos-panel canvas").first()).isVisible();
    assertTrue(panels.count() >= 8, "there are " + panels.count() + " panels");
    assertThat(page.locator("pharos-panel[data-state=error]")).hasCount(0);
    Browser.screenshot(page, "host-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
    page.context().close();
  }

  @Test
  void a_bad_query_is_told_with_its_position() {
    go("/query?g0.expr=" + Server.encode("sum(rate(up[5m])") + "&g0.tab=1");

    assertThat(page.getByText("1:17").first()).isVisible();
  }

  @Test
  void the_choice_of_dark_is_remembered() {
    go("/");
    page.evaluate("localStorage.setItem('pharos.theme', 'dark')");
    page.reload();

    assertThat(page.locator("html"))
        .hasAttribute("theme", java.util.regex.Pattern.compile(".*dark.*"));
  }

  @Test
  void whoever_logs_in_with_the_first_password_may_change_and_others_may_not() throws Exception {
    go("/extensions");
    assertThat(page.getByText("Log in as an administrator").first()).isVisible();
    assertThat(page.locator("vaadin-upload")).hasCount(0);

    logIn("wrong-password-1234");
    assertThat(page.getByText("No user has this name and password.")).isVisible();

    page.reload();
    String before = pageSession();
    logIn(server.firstPassword());
    assertThat(page.locator("vaadin-upload")).isVisible();
    page.reload();
    assertThat(page.locator("vaadin-upload")).isVisible();
    assertNotEquals(before, pageSession());
  }

  /** What the browser's cookie says; whoever knew it before a login must not be in afterwards. */
  private String pageSession() {
    return page.context().cookies().stream()
        .filter(cookie -> cookie.name.equals("pharos_page"))
        .findFirst()
        .orElseThrow()
        .value;
  }

  private void logIn(String password) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in").setExact(true))
        .first()
        .click();
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").first().fill(password);
    page.keyboard().press("Enter");
  }

  private static Page.GetByRoleOptions named(String title) {
    return new Page.GetByRoleOptions().setName(title);
  }
}
