package dev.pharos.distribution.itest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed platform asks people to log in on a page, and shows them what they came for. */
class LoginPageIT {

  @TempDir Path folder;

  @Test
  void who_is_not_logged_in_is_asked_and_then_led_to_the_page_they_wanted() throws Exception {
    try (Browser browser = Browser.start();
        Server server =
            Server.launch(Server.place(folder), Server.freePort(), "--identity.closed")) {
      String password = server.firstPassword();
      Page page = browser.page(ColorScheme.DARK);
      assertEquals(401, page.navigate(server.uri("/targets").toString()).status());
      Browser.screenshot(page, "login-dark");

      logIn(page, "not the password");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("No user has this name");

      logIn(page, password);
      assertThat(page.getByRole(AriaRole.HEADING, named("Targets")).first()).isVisible();
      assertEquals(List.of(), browser.complaints());
    }
  }

  @Test
  void a_program_is_told_by_the_status_alone() throws Exception {
    try (Server server =
        Server.launch(Server.place(folder), Server.freePort(), "--identity.closed")) {
      server.awaitOutput("password", Duration.ofSeconds(30));
      assertEquals(401, server.get("/targets").statusCode());
      assertEquals(
          "this needs a login; log in, or send a name and password or a token\n",
          server.get("/targets").body());
    }
  }

  private static void logIn(Page page, String password) {
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON).click();
  }

  private static Page.GetByRoleOptions named(String title) {
    return new Page.GetByRoleOptions().setName(title);
  }
}
