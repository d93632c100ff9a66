package dev.pharos.web.prometheus.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.web.prometheus.remote.WriteReceiver.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Requests with bytes changed, cut, doubled and made up: each gets an answer that blames it. */
class WriteFuzzTest {

  private static final long NOW = 1_600_000_000_000L;
  private static final int ROUNDS = 20_000;
  private static final Set<Integer> ANSWERS = Set.of(204, 400);

  private final WriteReceiver receiver =
      new WriteReceiver(
          new WriteMetrics(),
          InstantSource.fixed(Instant.ofEpochMilli(NOW)),
          System::nanoTime,
          1 << 20,
          64 << 20);

  private static byte[] request() {
    return WriteRequests.message()
        .series(s -> s.sample(NOW, 1).sample(NOW + 1, 2), "__name__", "a", "x", "\u00e4")
        .series(
            s ->
                s.sample(NOW, 3)
                    .message(3, e -> e.labels("trace_id", "t").float64(2, 1).varint(3, NOW))
                    .message(
                        4,
                        h ->
                            h.varint(1, 6)
                                .float64(3, 1)
                                .zigzag(4, 3)
                                .message(8, span -> span.zigzag(1, -1).varint(2, 1))
                                .packedZigzag(9, 1)
                                .message(11, span -> span.zigzag(1, 1).varint(2, 2))
                                .packedZigzag(12, 2, 1)
                                .varint(15, NOW + 1))
                    .message(
                        4,
                        h ->
                            h.float64(2, 3)
                                .zigzag(4, -53)
                                .message(11, span -> span.varint(2, 1))
                                .packedFloats(13, 3)
                                .packedFloats(16, 1, 2)
                                .varint(15, NOW + 9)),
            "__name__",
            "b")
        .message(3, m -> m.varint(1, 1).text(2, "a"))
        .toBytes();
  }

  private static byte[] spoilt(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int changes = random.nextInt(1, 4); changes > 0 && bytes.length > 1; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> {
          int length = random.nextInt(bytes.length - at);
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        default -> {
          int length = Math.min(10, bytes.length - at);
          Arrays.fill(bytes, at, at + length, (byte) 0xff);
        }
      }
    }
    return bytes;
  }

  private Reply post(byte[] body) throws IOException {
    // A storage of its own for each request, so that one does not depend on those before.
    return receiver.receive(
        new MemoryStorage(), "", "snappy", body.length, new ByteArrayInputStream(body));
  }

  @Test
  void no_message_leads_to_more_than_a_refusal() {
    run(20260101, random -> WriteRequests.pack(spoilt(request(), random)));
  }

  @Test
  void no_packed_bytes_lead_to_more_than_a_refusal() {
    byte[] good = WriteRequests.pack(request());
    run(20260102, random -> spoilt(good, random));
  }

  @Test
  void the_request_that_is_spoilt_is_good() throws IOException {
    assertEquals(new Reply(204, ""), post(WriteRequests.pack(request())));
  }

  private interface Bodies {
    byte[] next(SplittableRandom random);
  }

  private void run(long seed, Bodies bodies) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> seen = new TreeSet<>();
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] body = bodies.next(random);
            int status;
            try {
              status = post(body).status();
            } catch (RuntimeException | Error e) {
              throw new AssertionError(
                  "seed " + seed + ", round " + round + ": " + Arrays.toString(body), e);
            }
            assertTrue(ANSWERS.contains(status), "seed " + seed + ", round " + round);
            seen.add(status);
          }
        });
    assertEquals(ANSWERS, seen);
  }
}
