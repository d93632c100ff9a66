package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {

  @Test
  void a_taken_address_is_named_with_what_to_do() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var e = assertThrows(IOException.class, () -> require("127.0.0.1", taken.getLocalPort()));

      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()), message);
      assertTrue(message.endsWith("choose another with --web.listen-address"), message);
    }
  }

  @Test
  void a_free_address_stays_free() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertDoesNotThrow(() -> require("127.0.0.1", port));
    assertDoesNotThrow(() -> require("127.0.0.1", port));
  }

  @Test
  void an_unknown_host_is_told() {
    var e = assertThrows(IOException.class, () -> require("no.such.host.invalid", 1));

    assertTrue(String.valueOf(e.getMessage()).contains("no.such.host.invalid"));
  }

  private static void require(String host, int port) throws IOException {
    Addresses.requireFree(Map.of("dev.pharos.http.listener~x", Map.of("host", host, "port", port)));
  }
}
