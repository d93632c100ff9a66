package dev.pharos.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

  @TempDir Path dir;

  private ConfigNode node(String yaml) {
    return new YamlParser().parse("f.yml", dir, yaml).mapping().orElseThrow();
  }

  private String authorization(String yaml) throws IOException {
    ConfigNode node = node(yaml);
    HttpSettings settings = HttpSettings.read(node);
    assertEquals(List.of(), node.problems());
    return settings.credentials().header().orElse("none");
  }

  @Test
  void nothing_written_means_the_defaults() {
    assertEquals(HttpSettings.DEFAULT, HttpSettings.read(node("x: 1")));
  }

  @Test
  void credentials_become_a_header() throws IOException {
    Files.writeString(dir.resolve("token"), "from-file\n");

    assertEquals("none", authorization("x: 1"));
    assertEquals("Basic dTpw", authorization("basic_auth: {username: u, password: p}"));
    assertEquals("Bearer t", authorization("authorization: {credentials: t}"));
    assertEquals("Token t", authorization("authorization: {type: Token, credentials: t}"));
    assertEquals("Bearer from-file", authorization("authorization: {credentials_file: token}"));
    assertEquals("Bearer from-file", authorization("bearer_token_file: token"));
  }

  @Test
  void a_secret_in_a_file_is_read_at_each_call() throws IOException {
    Files.writeString(dir.resolve("token"), "one");
    HttpSettings settings = HttpSettings.read(node("bearer_token_file: token"));
    assertEquals(Optional.of("Bearer one"), settings.credentials().header());

    Files.writeString(dir.resolve("token"), "two");
    assertEquals(Optional.of("Bearer two"), settings.credentials().header());
  }

  @Test
  void secrets_are_not_printed() {
    String text = HttpSettings.read(node("basic_auth: {username: u, password: hush}")).toString();

    assertEquals(-1, text.indexOf("hush"));
  }

  @Test
  void oauth2_is_refused_at_the_call_rather_than_left_out() {
    HttpSettings settings = HttpSettings.read(node("oauth2: {client_id: x, token_url: y}"));

    assertThrows(IOException.class, () -> settings.credentials().header());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{basic_auth: {username: u}, authorization: {credentials: t}}"
            + " | at most one of basic_auth, oauth2 & authorization must be configured",
        "{basic_auth: {username: u}, bearer_token: t} | at most one of basic_auth, oauth2,"
            + " bearer_token & bearer_token_file must be configured",
        "{bearer_token: t, bearer_token_file: f}"
            + " | at most one of bearer_token & bearer_token_file must be configured",
        "{authorization: {type: basic}}"
            + " | authorization type cannot be set to \"basic\", use \"basic_auth\" instead",
        "{basic_auth: {user: u}} | field user not found: no such setting here",
        "{tls_config: {min_version: TLS9}} | unknown TLS version: TLS9",
        "{tls_config: {cert_file: c}} | exactly one of key or key_file must be configured when a"
            + " client certificate is configured",
        "{tls_config: {min_version: TLS13, max_version: TLS12}} | tls_config.max_version must be"
            + " greater than or equal to tls_config.min_version",
        "{http_headers: {Authorization: {values: [x]}}}"
            + " | setting header \"Authorization\" is not allowed",
        "{proxy_url: nonsense} | not a URL with a host",
        "{no_proxy: a} | if no_proxy is configured, proxy_url must also be configured",
      })
  void mistakes_are_told(String yaml, String fault) {
    ConfigNode node = node(yaml);
    HttpSettings.read(node);

    assertEquals(List.of(fault), node.problems().stream().map(ConfigProblem::fault).toList());
  }
}
