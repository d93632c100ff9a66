package dev.pharos.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.pharos.config.yaml.YamlParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCallerTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Certificates take a second each, so they are made once. */
  @TempDir static Path dir;

  private final List<HttpsServer> servers = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificate("local", "CN=local", "ip:127.0.0.1");
    certificate("named", "CN=named", "dns:service.test");
    certificate("client", "CN=client", "dns:client");
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private static void certificate(String name, String subject, String alternative)
      throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-alias",
                    name,
                    "-dname",
                    subject,
                    "-ext",
                    "san=" + alternative,
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    dir.resolve(name + ".p12").toString()))
            .redirectErrorStream(true)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    KeyStore store = store(name);
    write(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
    Key key = store.getKey(name, PASSWORD);
    write(name + ".key", "PRIVATE KEY", key.getEncoded());
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void write(String file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        dir.resolve(file),
        "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  private URI serve(String name, boolean wantsClient) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), PASSWORD);
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("client", store("client").getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(wantsClient);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    servers.add(server);
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private String call(URI url, String tls) throws IOException, InterruptedException {
    var node =
        new YamlParser().parse("f.yml", dir, "tls_config: {" + tls + "}").mapping().orElseThrow();
    HttpSettings settings = HttpSettings.read(node);
    assertEquals(List.of(), node.problems());
    try (HttpCaller caller = new HttpCaller(settings, "test");
        HttpReply reply = caller.send(HttpCall.get(url, Map.of(), Duration.ofSeconds(20)))) {
      return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_certificate_nobody_vouches_for_is_refused() throws Exception {
    URI url = serve("local", false);

    assertThrows(IOException.class, () -> call(url, ""));
  }

  @Test
  void a_certificate_of_the_ca_file_is_trusted_for_its_own_host_alone() throws Exception {
    URI url = serve("local", false);
    assertEquals("ok", call(url, "ca_file: local.crt"));

    URI other = serve("named", false);
    assertThrows(IOException.class, () -> call(other, "ca_file: named.crt"));
  }

  @Test
  void the_name_of_the_server_may_be_told() throws Exception {
    URI url = serve("named", false);

    assertEquals("ok", call(url, "ca_file: named.crt, server_name: service.test"));
    assertThrows(IOException.class, () -> call(url, "ca_file: named.crt, server_name: other.test"));
  }

  @Test
  void any_certificate_will_do_if_that_is_asked_for() throws Exception {
    URI url = serve("named", false);

    assertEquals("ok", call(url, "insecure_skip_verify: true"));
  }

  @Test
  void a_certificate_of_our_own_is_shown_to_a_server_that_wants_one() throws Exception {
    URI url = serve("local", true);

    assertThrows(IOException.class, () -> call(url, "ca_file: local.crt"));
    assertEquals(
        "ok", call(url, "ca_file: local.crt, cert_file: client.crt, key_file: client.key"));
  }

  @Test
  void a_file_that_is_missing_fails_the_call_and_not_the_configuration() throws Exception {
    URI url = serve("local", false);

    var e = assertThrows(IOException.class, () -> call(url, "ca_file: missing.crt"));
    assertTrue(String.valueOf(e.getMessage()).contains("missing.crt"));
  }
}
