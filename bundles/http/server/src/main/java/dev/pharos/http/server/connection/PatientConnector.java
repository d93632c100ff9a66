package dev.pharos.http.server.connection;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Takes connections whose ends are {@link PatientEndPoint}s. */
public final class PatientConnector extends ServerConnector {

  private final Lookouts lookouts = new Lookouts();

  public PatientConnector(Server server, ConnectionFactory protocol) {
    super(server, 1, 1, protocol);
    addBean(lookouts);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint end =
        new PatientEndPoint(channel, selector, key, getScheduler(), lookouts);
    end.setIdleTimeout(getIdleTimeout());
    return end;
  }
}
