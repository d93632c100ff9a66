package dev.pharos.exporter.frame;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The address of the exporters in this process: this host's name and the port of the first listener
 * without a prefix, as its service tells it; 9090 while there is none.
 *
 * <p>Safe for use by several threads.
 */
@Component(service = OwnAddress.class)
public final class OwnAddress {

  private static final String PORT = "pharos.http.port";
  private static final int DEFAULT_PORT = 9090;

  private record Listening(long serviceId, int port) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Listening> listeners = new ArrayList<>();
  private final String host;

  @Activate
  public OwnAddress() {
    this(hostName());
  }

  OwnAddress(String host) {
    this.host = host;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(" + PORT + "=*)")
  void addListener(ServiceReference<Supplier<?>> banner) {
    if ("".equals(banner.getProperty("pharos.http.prefix"))
        && banner.getProperty(PORT) instanceof Integer port) {
      listening((Long) banner.getProperty(Constants.SERVICE_ID), port);
    }
  }

  void removeListener(ServiceReference<Supplier<?>> banner) {
    long id = (Long) banner.getProperty(Constants.SERVICE_ID);
    change(() -> listeners.removeIf(listening -> listening.serviceId() == id));
  }

  void listening(long serviceId, int port) {
    change(
        () -> {
          listeners.add(new Listening(serviceId, port));
          listeners.sort(Comparator.comparingLong(Listening::serviceId));
        });
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The address when a listener has told its port, or as it is when the time is up. */
  String first(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (listeners.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return now();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the address is another one. */
  String next(String before) throws InterruptedException {
    lock.lock();
    try {
      // A listener that is configured anew is gone for a moment, which is no change of address.
      while (listeners.isEmpty() || now().equals(before)) {
        changed.await();
      }
      return now();
    } finally {
      lock.unlock();
    }
  }

  private String now() {
    return host + ":" + (listeners.isEmpty() ? DEFAULT_PORT : listeners.getFirst().port());
  }

  private static String hostName() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException notLinux) {
      // Asked in the portable way, which may take a look-up.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
