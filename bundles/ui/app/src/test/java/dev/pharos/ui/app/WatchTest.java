package dev.pharos.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.ui.api.ViewContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WatchTest {

  /** A service that tells of its changes. */
  private static final class Source {
    final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    AutoCloseable onChange(Runnable listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    void change() {
      listeners.forEach(Runnable::run);
    }
  }

  /** A page that runs updates at once. */
  private static final class Page implements ViewContext {
    final List<AutoCloseable> subscriptions = new ArrayList<>();

    @Override
    public Principal principal() {
      return Principal.ANONYMOUS;
    }

    @Override
    public boolean may(Operation operation) {
      return false;
    }

    @Override
    public String path() {
      return "";
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of();
    }

    @Override
    public void showParameters(Map<String, String> parameters) {}

    @Override
    public void navigate(String address) {}

    @Override
    public void title(String title) {}

    @Override
    public void say(Tone tone, String message) {}

    @Override
    public void update(Runnable work) {
      work.run();
    }

    @Override
    public void every(Duration pause, Runnable work) {}

    @Override
    public void closeAtEnd(AutoCloseable subscription) {
      subscriptions.add(subscription);
    }
  }

  private final Live<Source> live = new Live<>();
  private final Page page = new Page();
  private final List<String> refreshes = new ArrayList<>();

  private void watch() {
    Watch.on(page, live, Source::onChange, () -> refreshes.add("refresh"));
  }

  @Test
  void changes_of_the_service_refresh_the_page() {
    Source source = new Source();
    live.come(source);
    watch();

    source.change();

    assertEquals(1, refreshes.size());
  }

  @Test
  void a_service_that_comes_later_is_listened_to_from_then_on() {
    watch();
    Source source = new Source();

    live.come(source);
    source.change();

    assertEquals(2, refreshes.size());
  }

  @Test
  void a_service_that_was_replaced_is_listened_to_no_more() {
    Source first = new Source();
    Source second = new Source();
    live.come(first);
    watch();

    live.come(second);

    assertTrue(first.listeners.isEmpty());
    assertEquals(1, second.listeners.size());
  }

  @Test
  void a_service_that_goes_refreshes_the_page_once_more() {
    Source source = new Source();
    live.come(source);
    watch();

    live.go(source);

    assertEquals(1, refreshes.size());
    assertTrue(source.listeners.isEmpty());
    assertTrue(live.get().isEmpty());
  }

  @Test
  void the_predecessor_that_goes_after_its_successor_has_come_changes_nothing() {
    Source first = new Source();
    Source second = new Source();
    live.come(first);
    live.come(second);

    live.go(first);

    assertEquals(second, live.get().orElseThrow());
  }

  @Test
  void nothing_is_held_once_the_page_is_left() throws Exception {
    Source source = new Source();
    live.come(source);
    watch();

    for (AutoCloseable subscription : page.subscriptions) {
      subscription.close();
    }
    live.come(new Source());
    source.change();

    assertTrue(source.listeners.isEmpty());
    assertEquals(0, refreshes.size());
  }
}
