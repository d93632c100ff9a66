package dev.pharos.exporter.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Asks mounted file systems without ever waiting long: one that does not answer, such as that of a
 * server that is gone, is left alone until it does.
 *
 * <p>A thread asks one after the other. When one takes too long, the thread is left to it and
 * another goes on with the rest, so that there are never more threads than dead mounts and one.
 * These are platform threads, since a system call holds on to its thread. Safe for use by several
 * threads.
 */
final class MountWatch implements AutoCloseable {

  static final String TIMEOUT = "mountpoint timeout";

  /** How a mount answered: a usage, or an error in words. */
  record Answer(Mount mount, Statfs.@Nullable Usage usage, String error) {}

  /** Asks one file system. */
  @FunctionalInterface
  interface Question {
    Statfs.Usage ask(Mount mount) throws IOException;
  }

  private final Question question;
  private final Duration patience;
  private final Set<Mount> stuck = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("filesystems ", 1).factory());

  /**
   * Watches mounts.
   *
   * @param patience how long one may take to answer
   */
  MountWatch(Question question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  /** One answer for each mount, in their order. */
  List<Answer> ask(List<Mount> mounts) throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    int next = 0;
    while (next < mounts.size()) {
      Round round = new Round(mounts.subList(next, mounts.size()));
      threads.execute(round);
      answers.addAll(round.await());
      next = answers.size();
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** What one thread asks, until it is through or is left behind. */
  private final class Round implements Runnable {

    private final List<Mount> mounts;
    private final AtomicReferenceArray<@Nullable Answer> answers;
    private final CountDownLatch[] answered;
    private volatile boolean left;

    Round(List<Mount> mounts) {
      this.mounts = mounts;
      this.answers = new AtomicReferenceArray<>(mounts.size());
      this.answered = new CountDownLatch[mounts.size()];
      for (int i = 0; i < answered.length; i++) {
        answered[i] = new CountDownLatch(1);
      }
    }

    @Override
    public void run() {
      for (int i = 0; i < mounts.size() && !left; i++) {
        Mount mount = mounts.get(i);
        boolean asked = !stuck.contains(mount);
        answers.set(i, asked ? answer(mount) : timeout(mount));
        answered[i].countDown();
        if (left && asked) {
          stuck.remove(mount);
        }
      }
    }

    private Answer answer(Mount mount) {
      try {
        return new Answer(mount, question.ask(mount), "");
      } catch (IOException | RuntimeException e) {
        return new Answer(mount, null, String.valueOf(e.getMessage()));
      }
    }

    /** The answers up to the first mount that does not give one in time, with its timeout. */
    List<Answer> await() throws InterruptedException {
      List<Answer> inTime = new ArrayList<>();
      for (int i = 0; i < mounts.size(); i++) {
        boolean done = false;
        try {
          done = answered[i].await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
          if (!done) {
            leave(i);
          }
        }
        Answer answer = answers.get(i);
        inTime.add(answer == null ? timeout(mounts.get(i)) : answer);
        if (left) {
          return inTime;
        }
      }
      return inTime;
    }

    private void leave(int index) {
      stuck.add(mounts.get(index));
      left = true;
      if (answered[index].getCount() == 0) {
        // It has answered in this very moment, perhaps before it could see that it was left.
        stuck.remove(mounts.get(index));
      }
    }

    private Answer timeout(Mount mount) {
      return new Answer(mount, null, TIMEOUT);
    }
  }
}
