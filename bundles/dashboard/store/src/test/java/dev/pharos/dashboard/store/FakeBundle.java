package dev.pharos.dashboard.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** A bundle whose content is a folder of files; active until it is stopped. */
final class FakeBundle {

  private FakeBundle() {}

  static Bundle of(String symbolicName, Path folder) {
    return of(symbolicName, "1.0.0", folder);
  }

  static Bundle of(String symbolicName, String version, Path folder) {
    AtomicInteger state = new AtomicInteger(Bundle.ACTIVE);
    return (Bundle)
        Proxy.newProxyInstance(
            FakeBundle.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (bundle, method, arguments) ->
                switch (method.getName()) {
                  case "getSymbolicName" -> symbolicName;
                  case "getVersion" -> Version.parseVersion(version);
                  case "getState" -> state.get();
                  case "stop" -> {
                    state.set(Bundle.STOPPING);
                    yield null;
                  }
                  case "findEntries" -> Collections.enumeration(files(folder));
                  case "equals" -> bundle == arguments[0];
                  case "hashCode" -> System.identityHashCode(bundle);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static List<URL> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(FakeBundle::url).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
