package dev.pharos.web.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.web.prometheus.remote.WriteMetrics;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteServletTest {

  private final Fixture fixture = new Fixture();

  WriteServletTest() {
    fixture.settings = new Settings(false, false, true, "", "0.1.0", Map.of());
    fixture.platform.writer = fixture.storage;
  }

  private Exchange post(byte[] body) throws Exception {
    return on(
        new Exchange("POST", "/api/v1/write").sending(body).header("Content-Encoding", "snappy"));
  }

  private Exchange on(Exchange exchange) throws Exception {
    return exchange.on(new WriteServlet(fixture.platform, fixture.settings, new WriteMetrics()));
  }

  /** A request with one sample of the series that has only this name, packed as one literal. */
  private static byte[] request(String name, long timestampMillis, double value) {
    byte[] label =
        field(1, join(field(1, "__name__".getBytes(UTF_8)), field(2, name.getBytes(UTF_8))));
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    sample.write((1 << 3) | 1);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 64; i += 8) {
      sample.write((int) (bits >>> i));
    }
    sample.write(2 << 3);
    for (long rest = timestampMillis; ; rest >>>= 7) {
      if (rest < 0x80) {
        sample.write((int) rest);
        break;
      }
      sample.write((int) ((rest & 0x7f) | 0x80));
    }
    byte[] message = field(1, join(label, field(2, sample.toByteArray())));
    return join(new byte[] {(byte) message.length, (byte) ((message.length - 1) << 2)}, message);
  }

  private static byte[] field(int number, byte[] content) {
    return join(new byte[] {(byte) ((number << 3) | 2), (byte) content.length}, content);
  }

  private static byte[] join(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  private long series() throws StorageException {
    return fixture
        .storage
        .labelValues(
            Access.of(Principal.ANONYMOUS),
            "__name__",
            new TimeRange(0, 2 * Fixture.NOW),
            List.of(),
            0)
        .size();
  }

  @Test
  void a_request_is_written_and_answered_without_a_body() throws Exception {
    Exchange answer = post(request("a", Fixture.NOW, 1));

    assertEquals(204, answer.status());
    assertEquals("", answer.body());
    assertEquals(1, series());
  }

  @Test
  void another_value_at_the_same_time_is_told_and_not_kept() throws Exception {
    post(request("a", Fixture.NOW, 1));

    Exchange answer = post(request("a", Fixture.NOW, 2));

    assertEquals(400, answer.status());
    assertTrue(answer.body().startsWith("duplicate sample for timestamp"), answer.body());
  }

  @ParameterizedTest
  @CsvSource({"GET, 405", "PUT, 405", "DELETE, 405", "OPTIONS, 204"})
  void only_post_writes(String method, int status) throws Exception {
    Exchange answer =
        on(new Exchange(method, "/api/v1/write").sending(request("a", Fixture.NOW, 1)));

    assertEquals(status, answer.status());
    assertEquals(0, series());
    if (status == 405) {
      assertEquals("POST", answer.headers().get("Allow"));
    }
  }

  @Test
  void without_the_flag_there_is_no_receiver() throws Exception {
    fixture.settings = new Settings(false, false, false, "", "0.1.0", Map.of());

    Exchange answer = post(request("a", Fixture.NOW, 1));

    assertEquals(404, answer.status());
    assertEquals(
        "remote write receiver needs to be enabled with --web.enable-remote-write-receiver",
        answer.body().strip());
    assertEquals(0, series());
  }

  @Test
  void nothing_is_taken_before_the_log_was_replayed() throws Exception {
    fixture.status.phase = StorageStatus.Phase.REPLAYING;

    assertEquals(503, post(request("a", Fixture.NOW, 1)).status());
    assertEquals(0, series());
  }

  @Test
  void nothing_is_taken_while_there_is_no_storage() throws Exception {
    fixture.platform.writer = null;

    assertEquals(503, post(request("a", Fixture.NOW, 1)).status());
  }

  @Test
  void a_storage_that_fails_is_the_servers_fault() throws Exception {
    fixture.platform.writer =
        () -> {
          throw new StorageException("the disk is full");
        };

    Exchange answer = post(request("a", Fixture.NOW, 1));

    assertEquals(500, answer.status());
    assertEquals("the disk is full", answer.body().strip());
  }

  @Test
  void a_storage_with_a_fault_is_told_without_its_words() throws Exception {
    fixture.platform.writer =
        () -> {
          throw new IllegalStateException("secret");
        };

    Exchange answer = post(request("a", Fixture.NOW, 1));

    assertEquals(500, answer.status());
    assertEquals("unexpected IllegalStateException; see the log", answer.body().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\u0005\u0010hello", "\u007f\u0000"})
  void what_is_no_request_is_the_senders_fault(String body) throws Exception {
    Exchange answer = post(body.getBytes(UTF_8));

    assertEquals(400, answer.status());
    assertEquals(0, series());
  }

  @Test
  void another_encoding_is_not_supported() throws Exception {
    Exchange answer =
        on(
            new Exchange("POST", "/api/v1/write")
                .sending(request("a", Fixture.NOW, 1))
                .header("Content-Encoding", "zstd"));

    assertEquals(415, answer.status());
  }
}
