package dev.pharos.distribution.itest;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A real browser without a screen.
 *
 * <p>Everything that a page complains about on its console is kept; a test asks for {@link
 * #complaints} at its end.
 */
final class Browser implements AutoCloseable {

  /**
   * The first page of a fresh server waits for classes to be loaded, on a machine that may be busy.
   */
  private static final double PATIENCE_MILLIS = 20_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
    this.playwright = playwright;
    this.chromium = chromium;
  }

  static Browser start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Path program = Path.of(Peers.program("chromium"));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  /** A page with cookies and storage of its own. */
  Page page(ColorScheme scheme) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setColorScheme(scheme));
    Page page = context.newPage();
    page.onConsoleMessage(this::remember);
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  private void remember(ConsoleMessage message) {
    if (message.type().equals("error")) {
      complaints.add(message.location() + ": " + message.text());
    }
  }

  /**
   * What pages wrote to their console as errors since this was last asked, and the faults they did
   * not catch. That a request was answered with a client error is the browser's own remark on what
   * a page shows in words.
   */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all.stream().filter(text -> !text.contains("responded with a status of 4")).toList();
  }

  /** Keeps what the page looks like, for people to look at. */
  static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of(System.getProperty("itest.screenshots"), name + ".png")));
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
