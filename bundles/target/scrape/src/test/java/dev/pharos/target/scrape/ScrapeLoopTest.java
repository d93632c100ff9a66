package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScrapeLoopTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final World world = new World();

  private ScrapeLoop loop(String scheme) {
    return new ScrapeLoop(
        world.scraper(
            """
            scrape_configs:
              - job_name: own
                scheme: %s
                scrape_interval: 24h
                static_configs: [{targets: ["host:1"]}]
            """
                .formatted(scheme)),
        world,
        null);
  }

  @Test
  void a_target_of_this_process_is_scraped_at_once() throws Exception {
    ScrapeLoop loop = loop("inproc");
    loop.start();
    assertTrue(world.fetched.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS));
    loop.abandon();
    assertTrue(loop.join(SOON));
  }

  @Test
  void a_target_elsewhere_waits_for_its_place_in_the_interval() throws Exception {
    ScrapeLoop loop = loop("http");
    loop.start();
    loop.handOver();
    assertTrue(loop.join(SOON));
    assertEquals(List.of(), world.requests);
  }

  @Test
  void a_loop_that_takes_over_makes_no_scrape_of_its_own() throws Exception {
    ScrapeLoop before = loop("inproc");
    before.start();
    assertTrue(world.fetched.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS));
    before.handOver();
    ScrapeLoop after = new ScrapeLoop(before.scraper(), world, before);
    after.start();
    assertTrue(before.join(SOON));
    after.handOver();
    assertTrue(after.join(SOON));
    assertEquals(1, world.requests.size());
  }
}
