package dev.pharos.storage.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(30)
class FanoutTest {

  private static final String WRITER = SampleWriter.class.getSimpleName();
  private static final String READER = SeriesReader.class.getSimpleName();

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final MemoryStorage storage = new MemoryStorage();

  @FunctionalInterface
  private interface Call {
    @Nullable Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                call.answer(method.getName(), arguments == null ? new Object[0] : arguments)));
  }

  /** A framework that notes which services come and go. */
  private BundleContext context() {
    return proxy(
        BundleContext.class,
        (method, arguments) -> {
          String name = ((Class<?>) arguments[0]).getSimpleName();
          Object role = ((Dictionary<?, ?>) arguments[2]).get(StorageRole.PROPERTY);
          events.add("+" + name + " " + role);
          return proxy(ServiceRegistration.class, (m, a) -> note("-" + name));
        });
  }

  private @Nullable Object note(String event) {
    events.add(event);
    return null;
  }

  private Fanout fanout(String main) {
    Fanout.Config config = proxy(Fanout.Config.class, (method, arguments) -> main);
    return new Fanout(context(), config);
  }

  private static Map<String, Object> part(String name, long id) {
    return Map.of(StorageRole.NAME, name, "service.id", id, "service.ranking", 0);
  }

  private void await(String... expected) throws InterruptedException {
    for (String event : expected) {
      assertEquals(event, events.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void the_main_storage_is_offered_while_the_main_part_is_there() throws Exception {
    Fanout fanout = fanout("");
    fanout.addWriter(storage, part("tsdb", 1));
    await("+" + WRITER + " main");
    fanout.addReader(storage, part("tsdb", 1));
    await("+" + READER + " main");
    fanout.removeWriter(storage, part("tsdb", 1));
    await("-" + WRITER);
    fanout.removeReader(storage, part("tsdb", 1));
    await("-" + READER);
    fanout.close();
    assertTrue(events.isEmpty(), events::toString);
  }

  @Test
  void nothing_is_offered_while_the_configured_main_part_is_missing() throws Exception {
    Fanout fanout = fanout("tsdb");
    fanout.addWriter(storage, part("memory", 1));
    fanout.addReader(storage, part("memory", 1));
    fanout.addWriter(storage, part("tsdb", 2));
    await("+" + WRITER + " main");
    fanout.close();
    await("-" + WRITER);
    assertTrue(events.isEmpty(), events::toString);
  }

  @Test
  void the_offer_stands_while_the_main_part_changes() throws Exception {
    Fanout fanout = fanout("");
    fanout.addWriter(storage, part("memory", 1));
    await("+" + WRITER + " main");
    fanout.addWriter(new MemoryStorage(), part("tsdb", 2));
    fanout.removeWriter(storage, part("memory", 1));
    fanout.close();
    await("-" + WRITER);
    assertTrue(events.isEmpty(), events::toString);
  }

  @Test
  void parts_that_leave_after_the_end_are_no_trouble() throws Exception {
    Fanout fanout = fanout("");
    fanout.addWriter(storage, part("tsdb", 1));
    fanout.close();
    fanout.removeWriter(storage, part("tsdb", 1));
    await("+" + WRITER + " main", "-" + WRITER);
    assertTrue(events.isEmpty(), events::toString);
  }

  @Test
  void it_tells_about_itself() throws Exception {
    Fanout fanout = fanout("");
    List<Collector> collectors = fanout.collectors(ExporterRequest.PLAIN);
    assertEquals(List.of("storage_fanout"), collectors.stream().map(Collector::name).toList());
    fanout.close();
  }
}
