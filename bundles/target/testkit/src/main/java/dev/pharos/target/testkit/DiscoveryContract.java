package dev.pharos.target.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.TargetGroup;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What every discovery has to do, whatever its source.
 *
 * <p>Extend it in the tests of a discovery and put a source with at least one target behind it.
 */
public abstract class DiscoveryContract {

  /** The factory under test. */
  protected abstract DiscoveryFactory factory();

  /** A section whose source has at least one target. */
  protected abstract ConfigNode section() throws Exception;

  /** A section that cannot be used. */
  protected abstract ConfigNode brokenSection() throws Exception;

  /** Takes all targets away from the source. */
  protected abstract void removeAllTargets() throws Exception;

  /** How long a change may take to be told. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  @Test
  protected void the_factory_is_found_without_a_framework() throws Exception {
    Class<? extends DiscoveryFactory> type = factory().getClass();
    assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public");
    assertEquals(0, type.getConstructor().getParameterCount());
    assertTrue(
        ServiceLoader.load(DiscoveryFactory.class, type.getClassLoader()).stream()
            .anyMatch(provider -> provider.type() == type),
        type + " is not listed in META-INF/services/" + DiscoveryFactory.class.getName());
  }

  @Test
  protected void a_section_that_can_be_used_has_no_problems() throws Exception {
    ConfigNode section = section();
    factory().create(section);
    assertEquals(List.of(), section.problems());
  }

  @Test
  protected void a_section_that_cannot_be_used_has_problems_and_throws_nothing() throws Exception {
    ConfigNode section = brokenSection();
    factory().create(section);
    assertFalse(section.problems().isEmpty());
  }

  @Test
  protected void every_target_has_an_address() throws Exception {
    try (Reports reports = new Reports(factory().create(section()))) {
      Map<String, TargetGroup> groups = reports.await(patience(), known -> !known.isEmpty());
      for (TargetGroup group : groups.values()) {
        for (Map<String, String> target : group.targets()) {
          assertTrue(
              target.containsKey(TargetGroup.ADDRESS)
                  || group.labels().containsKey(TargetGroup.ADDRESS),
              "no address: " + target);
        }
      }
    }
  }

  @Test
  protected void groups_that_are_gone_are_told_as_empty() throws Exception {
    try (Reports reports = new Reports(factory().create(section()))) {
      reports.await(patience(), known -> !known.isEmpty());
      removeAllTargets();
      assertTrue(reports.await(patience(), Map::isEmpty).isEmpty());
    }
  }

  @Test
  protected void a_discovery_ends_when_it_is_interrupted() throws Exception {
    try (Reports reports = new Reports(factory().create(section()))) {
      reports.await(patience(), known -> !known.isEmpty());
      assertTrue(reports.endsWithin(Duration.ofSeconds(5)), "still runs 5 s after the interrupt");
    }
  }
}
