package dev.pharos.ui.app.home;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.PlatformFixture;
import dev.pharos.ui.app.part.Badge.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConcernTest {

  private record Scraped(List<Target> targets, List<Waiting> waiting) implements ActiveTargets {
    @Override
    public List<String> pools() {
      return List.of();
    }

    @Override
    public List<Dropped> dropped() {
      return List.of();
    }

    @Override
    public Map<String, List<Metadata>> metadata() {
      return Map.of();
    }

    @Override
    public Map<String, Metadata> metadataOf(Target target) {
      return Map.of();
    }

    @Override
    public Optional<String> poolConfig(String pool) {
      return Optional.empty();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
      return () -> {};
    }
  }

  private static ActiveTargets.Target target(ActiveTargets.Health health, String error) {
    return new ActiveTargets.Target(
        "shop",
        Map.of(),
        Labels.of("instance", "a:1", "job", "shop"),
        "http://a:1/metrics",
        health,
        error,
        1,
        0.1,
        0,
        15_000,
        10_000);
  }

  @Test
  void a_platform_without_services_has_no_concerns() {
    assertEquals(List.of(), Concern.all(new Platform()));
  }

  @Test
  void a_target_that_is_down_is_told_with_its_error() {
    Platform platform =
        PlatformFixture.with(
            new Scraped(
                List.of(
                    target(ActiveTargets.Health.UP, ""),
                    target(ActiveTargets.Health.DOWN, "connection refused")),
                List.of()));

    assertEquals(
        List.of(
            new Concern(
                Tone.ERROR, "down", "shop · a:1", "connection refused", "targets?health=down")),
        Concern.all(platform));
  }

  @Test
  void a_pool_that_waits_is_told_once() {
    ActiveTargets.Waiting waiting = new ActiveTargets.Waiting("cloud", "the discovery ec2");
    Platform platform = PlatformFixture.with(new Scraped(List.of(), List.of(waiting, waiting)));

    assertEquals(
        List.of(
            new Concern(Tone.WARN, "waiting", "cloud", "waits for the discovery ec2", "targets")),
        Concern.all(platform));
  }
}
