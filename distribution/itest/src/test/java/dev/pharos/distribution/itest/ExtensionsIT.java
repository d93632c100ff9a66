package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.exam.InContainer;
import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.Extensions;
import dev.pharos.extension.api.Extensions.Extension;
import dev.pharos.extension.api.Extensions.Offer;
import dev.pharos.extension.api.Extensions.State;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;

/** What is plugged in, as the real framework tells it, and who may change it. */
@InContainer(Shipped.class)
class ExtensionsIT {

  private static final Principal ADMIN = new Principal("ada", Role.ADMIN);
  private static final String JVM = "dev.pharos.exporter.jvm";

  private BundleContext context;

  @BeforeEach
  void take(BundleContext injected) {
    context = injected;
  }

  static Stream<Principal> thoseWhoMayNot() {
    return Stream.of(
        Principal.ANONYMOUS, new Principal("vic", Role.VIEWER), new Principal("eve", Role.EDITOR));
  }

  @ParameterizedTest
  @MethodSource("thoseWhoMayNot")
  void only_administrators_change_bundles(Principal somebody) {
    long id = find(JVM).id();
    Extensions extensions = Osgi.call(context, Extensions.class, service -> service);

    refused(() -> extensions.stop(somebody, id));
    refused(() -> extensions.start(somebody, id));
    refused(() -> extensions.remove(somebody, id));
    refused(() -> extensions.install(somebody, "a.jar", new ByteArrayInputStream(new byte[0])));
    assertEquals(State.RUNNING, find(JVM).state());
  }

  private static void refused(org.junit.jupiter.api.function.Executable change) {
    ExtensionException refusal = assertThrows(ExtensionException.class, change);
    assertEquals(ExtensionException.Kind.FORBIDDEN, refusal.kind(), refusal.getMessage());
  }

  @Test
  void a_bundle_is_stopped_and_started_and_what_it_offers_goes_and_comes() throws Exception {
    assertTrue(find(JVM).offers().contains(new Offer("Exporter", "jvm")), find(JVM)::toString);
    Extensions extensions = Osgi.call(context, Extensions.class, service -> service);

    extensions.stop(ADMIN, find(JVM).id());
    try {
      assertEquals(State.STOPPED, find(JVM).state());
      assertTrue(find(JVM).offers().isEmpty());
    } finally {
      extensions.start(ADMIN, find(JVM).id());
    }
    Eventually.within(
        Duration.ofSeconds(5),
        "it offers its exporter again",
        () -> find(JVM).offers().contains(new Offer("Exporter", "jvm")));
  }

  @Test
  void what_the_distribution_brings_cannot_be_removed() {
    Extensions extensions = Osgi.call(context, Extensions.class, service -> service);
    ExtensionException refusal =
        assertThrows(ExtensionException.class, () -> extensions.remove(ADMIN, find(JVM).id()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("stop it instead"));
  }

  private Extension find(String name) {
    return Osgi.call(context, Extensions.class, Extensions::list).stream()
        .filter(extension -> extension.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
