package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.ExtensionException.Kind;
import dev.pharos.extension.api.Extensions;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundlesServletTest {

  private static final Principal ADMIN = new Principal("ada", Role.ADMIN);

  private final Plugged plugged = new Plugged();
  private final BundlesServlet servlet = new BundlesServlet(plugged);

  @Test
  void the_list_tells_what_a_bundle_is_and_what_it_offers() throws IOException {
    assertEquals(
        "{\"bundles\":[{\"name\":\"org.example.mysql\",\"version\":\"1.0.0\",\"title\":\"MySQL\","
            + "\"state\":\"running\",\"platform\":false,\"problem\":\"\","
            + "\"offers\":[{\"door\":\"Exporter\",\"name\":\"mysql\"}]}]}",
        new Exchange("GET", "/bundles").through(servlet).text());
  }

  @Test
  void a_jar_is_handed_on_with_its_name_and_its_sender() throws IOException {
    Exchange answer =
        new Exchange("POST", "/bundles?file=mysql.jar")
            .by(ADMIN)
            .body("application/java-archive", new byte[] {1, 2, 3})
            .through(servlet);

    assertEquals(204, answer.status);
    assertEquals(List.of("ada installs mysql.jar of 3 bytes"), plugged.done);
  }

  @Test
  void a_form_of_another_site_cannot_upload() throws IOException {
    Exchange answer =
        new Exchange("POST", "/bundles?file=mysql.jar")
            .by(ADMIN)
            .body("multipart/form-data; boundary=x", new byte[3])
            .through(servlet);

    assertEquals(415, answer.status);
    assertEquals(List.of(), plugged.done);
  }

  @Test
  void a_file_without_the_name_of_a_jar_is_refused() throws IOException {
    Exchange answer =
        new Exchange("POST", "/bundles")
            .by(ADMIN)
            .body("application/octet-stream", new byte[3])
            .through(servlet);

    assertEquals(400, answer.status);
    assertEquals("query.file", answer.error("where"));
  }

  @Test
  void a_bundle_is_started_stopped_and_taken_out_by_its_name() throws IOException {
    new Exchange("POST", "/bundles/org.example.mysql/stop").by(ADMIN).through(servlet);
    new Exchange("POST", "/bundles/org.example.mysql/start").by(ADMIN).through(servlet);
    Exchange last = new Exchange("DELETE", "/bundles/org.example.mysql").by(ADMIN).through(servlet);

    assertEquals(204, last.status);
    assertEquals(List.of("ada stops 42", "ada starts 42", "ada removes 42"), plugged.done);
  }

  @Test
  void who_may_not_is_told_so() throws IOException {
    Exchange answer = new Exchange("DELETE", "/bundles/org.example.mysql").through(servlet);

    assertEquals(403, answer.status);
    assertEquals("forbidden", answer.error("code"));
    assertEquals("only administrators may", answer.error("message"));
  }

  @Test
  void a_bundle_that_is_not_there_cannot_be_changed() throws IOException {
    assertEquals(404, new Exchange("DELETE", "/bundles/none").by(ADMIN).through(servlet).status);
  }

  /** One bundle; administrators may do anything with it, and nobody else. */
  private static final class Plugged implements Extensions {
    private final List<String> done = new ArrayList<>();

    @Override
    public List<Extension> list() {
      return List.of(
          new Extension(
              42,
              "org.example.mysql",
              "MySQL",
              "1.0.0",
              State.RUNNING,
              false,
              "",
              List.of(new Offer("Exporter", "mysql"))));
    }

    @Override
    public void install(Principal by, String fileName, InputStream jar) throws ExtensionException {
      try {
        note(by, "installs " + fileName + " of " + jar.readAllBytes().length + " bytes");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void start(Principal by, long id) throws ExtensionException {
      note(by, "starts " + id);
    }

    @Override
    public void stop(Principal by, long id) throws ExtensionException {
      note(by, "stops " + id);
    }

    @Override
    public void remove(Principal by, long id) throws ExtensionException {
      note(by, "removes " + id);
    }

    private void note(Principal by, String what) throws ExtensionException {
      if (!by.has(Role.ADMIN)) {
        throw new ExtensionException(Kind.FORBIDDEN, "only administrators may");
      }
      done.add(by.name() + " " + what);
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
      throw new UnsupportedOperationException();
    }
  }
}
