package dev.pharos.distribution.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Looks whether the addresses to listen on are free, before anything else is started for them. */
final class Addresses {

  private Addresses() {}

  /**
   * Tries each listener's address for a moment.
   *
   * @throws IOException if one is taken, or is none of this host; the message names it
   */
  static void requireFree(Map<String, Map<String, Object>> settings) throws IOException {
    for (Map.Entry<String, Map<String, Object>> setting : settings.entrySet()) {
      if (setting.getKey().startsWith(Settings.LISTENER + "~")) {
        String host = String.valueOf(setting.getValue().get("host"));
        requireFree(host, Integer.parseInt(String.valueOf(setting.getValue().get("port"))));
      }
    }
  }

  private static void requireFree(String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    String name = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    if (address.isUnresolved()) {
      throw new IOException("--web.listen-address: no host is known as " + host);
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + name
              + ": "
              + e.getMessage()
              + "; stop what listens there or choose another with --web.listen-address",
          e);
    }
  }
}
