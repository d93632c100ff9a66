package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's websocket passes in front of servlets: it is guarded all the same. */
class WebsocketGuardIT {

  private static final String PUSH =
      "/VAADIN/push?v-r=push&v-uiId=0&v-pushId=00000000-0000-0000-0000-000000000000"
          + "&X-Atmosphere-Transport=websocket&X-Atmosphere-tracking-id=0&X-atmo-protocol=true";

  @TempDir Path folder;

  @Test
  void on_a_closed_platform_a_socket_without_a_login_is_not_opened() throws Exception {
    try (Server server =
        Server.launch(Server.place(folder), Server.freePort(), "--identity.closed")) {
      server.awaitOutput("password", Duration.ofSeconds(30));
      assertEquals(401, server.get("/api/v1/query?query=up").statusCode());
      CompletionException refused =
          assertThrows(CompletionException.class, () -> connect(server, new Listener()).join());
      assertTrue(refused.getCause() instanceof WebSocketHandshakeException, refused.toString());
      assertEquals(
          401, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
    }
  }

  @Test
  void a_socket_that_belongs_to_no_page_gets_nothing_and_changes_nothing() throws Exception {
    try (Server server = Server.start(Server.place(folder))) {
      Listener listener = new Listener();
      try {
        WebSocket socket = connect(server, listener).get(10, TimeUnit.SECONDS);
        String stop =
            "{\"csrfToken\":\"x\",\"rpc\":[{\"type\":\"event\",\"node\":1,\"event\":\"click\",\"data\":{}}],"
                + "\"syncId\":0,\"clientId\":0}";
        socket.sendText(stop.length() + "|" + stop, true).get(10, TimeUnit.SECONDS);
        listener.closed.get(3, TimeUnit.SECONDS);
      } catch (TimeoutException silent) {
        // Open and silent is as good as refused.
      } catch (java.util.concurrent.ExecutionException refused) {
        assertTrue(refused.getCause() instanceof WebSocketHandshakeException, refused.toString());
      }
      assertTrue(
          listener.received.stream().noneMatch(text -> text.contains("\"changes\"")),
          listener.received::toString);
    }
  }

  private static CompletableFuture<WebSocket> connect(Server server, Listener listener) {
    URI address = URI.create("ws://127.0.0.1:" + server.port() + PUSH);
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", "http://127.0.0.1:" + server.port())
        .buildAsync(address, listener);
  }

  private static final class Listener implements WebSocket.Listener {

    final List<String> received = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      received.add(data.toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      received.add(java.nio.charset.StandardCharsets.UTF_8.decode(data).toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(-1);
    }
  }
}
