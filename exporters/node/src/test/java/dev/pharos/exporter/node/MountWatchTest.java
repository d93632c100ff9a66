package dev.pharos.exporter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MountWatchTest {

  private static final Statfs.Usage USAGE = new Statfs.Usage(1, 1, 1, 1, 1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Mount root = mount("/");
  private final Mount nfs = mount("/nfs");
  private final Mount home = mount("/home");

  /** Mounts that do not answer until their latch is down. */
  private final Map<Mount, CountDownLatch> hanging = new ConcurrentHashMap<>();

  private final AtomicInteger questions = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final MountWatch watch = new MountWatch(this::ask, SHORT);

  private static Mount mount(String point) {
    return new Mount("dev", point, "ext4", false, "1", "1");
  }

  private Statfs.Usage ask(Mount mount) throws IOException {
    questions.incrementAndGet();
    CountDownLatch latch = hanging.get(mount);
    if (latch != null) {
      awaitAsASystemCallDoes(latch);
      released.countDown();
    }
    return USAGE;
  }

  private static void awaitAsASystemCallDoes(CountDownLatch latch) {
    boolean down = false;
    while (!down) {
      try {
        latch.await();
        down = true;
      } catch (InterruptedException e) {
        // It hangs on.
      }
    }
  }

  @AfterEach
  void close() {
    hanging.values().forEach(CountDownLatch::countDown);
    watch.close();
  }

  private List<String> errors(Mount... mounts) throws InterruptedException {
    return watch.ask(List.of(mounts)).stream().map(MountWatch.Answer::error).toList();
  }

  @Test
  void all_that_answer_are_told_in_order() throws InterruptedException {
    List<MountWatch.Answer> answers = watch.ask(List.of(root, home));

    assertEquals(
        List.of(new MountWatch.Answer(root, USAGE, ""), new MountWatch.Answer(home, USAGE, "")),
        answers);
  }

  @Test
  void one_that_hangs_does_not_keep_the_others() throws InterruptedException {
    hanging.put(nfs, new CountDownLatch(1));

    assertEquals(List.of("", MountWatch.TIMEOUT, ""), errors(root, nfs, home));
  }

  @Test
  @Timeout(10)
  void one_that_hangs_is_not_asked_again_until_it_answers() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    hanging.put(nfs, latch);
    errors(nfs);
    questions.set(0);

    assertEquals(List.of(MountWatch.TIMEOUT, ""), errors(nfs, home));
    assertEquals(1, questions.get());

    latch.countDown();
    released.await();
    List<String> errors = errors(nfs);
    while (!errors.equals(List.of(""))) {
      errors = errors(nfs);
    }
  }

  @Test
  void one_that_refuses_is_told_with_the_reason() throws InterruptedException {
    try (MountWatch refusing =
        new MountWatch(
            mount -> {
              throw new IOException("permission denied");
            },
            SHORT)) {
      assertEquals("permission denied", refusing.ask(List.of(root)).getFirst().error());
    }
  }

  @Test
  void an_interrupted_caller_does_not_wait() {
    hanging.put(nfs, new CountDownLatch(1));
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> watch.ask(List.of(nfs)));
  }
}
