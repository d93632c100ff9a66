package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminHandlersTest {

  private static final String DELETE = "/admin/tsdb/delete_series";
  private static final String CLEAN = "/admin/tsdb/clean_tombstones";
  private static final String SNAPSHOT = "/admin/tsdb/snapshot";

  private final Fixture fixture = new Fixture();
  private final Admin admin = new Admin();

  /** Notes what is asked of it. */
  private static final class Admin implements StorageAdmin {
    final List<String> asked = new ArrayList<>();
    String failure = "";

    @Override
    public void delete(Access access, TimeRange range, List<Matcher> matchers)
        throws StorageException {
      fail();
      asked.add("delete " + range.startMillis() + " " + range.endMillis() + " " + matchers);
    }

    @Override
    public void cleanTombstones(Access access) throws StorageException {
      fail();
      asked.add("clean");
    }

    @Override
    public String snapshot(Access access, boolean withHead) throws StorageException {
      fail();
      asked.add("snapshot " + withHead);
      return "20261121T120000Z-0123456789abcdef";
    }

    private void fail() throws StorageException {
      if (!failure.isEmpty()) {
        throw new StorageException(failure);
      }
    }
  }

  @BeforeEach
  void enable() {
    fixture.settings = new Settings(false, true, false, "", "0.1.0", Map.of());
    fixture.platform.storageAdmin = admin;
  }

  private Exchange post(String path, String... parameters) throws Exception {
    Exchange exchange = new Exchange("POST", path);
    for (int i = 0; i < parameters.length; i += 2) {
      exchange.with(parameters[i], parameters[i + 1]);
    }
    return exchange.on(fixture.api());
  }

  private void assertRefused(Exchange exchange, String words) {
    assertEquals(400, exchange.status());
    assertTrue(exchange.body().contains("\"errorType\":\"bad_data\""), exchange::body);
    assertTrue(exchange.body().contains(words), exchange::body);
    assertEquals(List.of(), admin.asked);
  }

  @Test
  void series_are_deleted_in_a_range_that_includes_its_end() throws Exception {
    Exchange exchange = post(DELETE, "match[]", "up{job=\"a\"}", "start", "1.5", "end", "2");

    assertEquals(204, exchange.status());
    assertEquals("", exchange.body());
    assertEquals(1, admin.asked.size());
    assertTrue(admin.asked.getFirst().startsWith("delete 1500 2001 "), admin.asked::toString);
  }

  @Test
  void without_times_all_of_a_series_is_deleted() throws Exception {
    assertEquals(204, post(DELETE, "match[]", "up").status());
    assertTrue(
        admin.asked.getFirst().startsWith("delete " + Times.MIN_MILLIS), admin.asked::toString);
  }

  @Test
  void several_selectors_are_deleted_one_after_the_other() throws Exception {
    new Exchange("PUT", DELETE).with("match[]", "up", "down").on(fixture.api());
    assertEquals(2, admin.asked.size());
  }

  @Test
  void a_deletion_without_a_selector_is_refused() throws Exception {
    assertRefused(post(DELETE), "no match[] parameter provided");
  }

  @Test
  void a_selector_that_cannot_be_read_deletes_nothing() throws Exception {
    assertRefused(
        new Exchange("POST", DELETE).with("match[]", "up", "{").on(fixture.api()), "match[]");
  }

  @Test
  void an_end_before_the_start_is_refused() throws Exception {
    assertRefused(
        post(DELETE, "match[]", "up", "start", "5", "end", "2"),
        "end timestamp must not be before start time");
  }

  @Test
  void tombstones_are_cleaned() throws Exception {
    assertEquals(204, post(CLEAN).status());
    assertEquals(List.of("clean"), admin.asked);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "false, true", "0, true", "true, false", "1, false"})
  void a_snapshot_has_the_head_unless_it_is_to_be_skipped(String skip, boolean withHead)
      throws Exception {
    Exchange exchange = post(SNAPSHOT, "skip_head", skip);
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"name\":\"20261121T120000Z-0123456789abcdef\"}}",
        exchange.body());
    assertEquals(List.of("snapshot " + withHead), admin.asked);
  }

  @Test
  void whether_the_head_is_skipped_is_yes_or_no() throws Exception {
    assertRefused(post(SNAPSHOT, "skip_head", "maybe"), "unable to parse boolean");
  }

  @ParameterizedTest
  @ValueSource(strings = {CLEAN, SNAPSHOT})
  void what_the_storage_cannot_do_is_an_internal_error_in_its_words(String path) throws Exception {
    admin.failure = "no space left in data/";
    Exchange exchange = post(path);
    assertEquals(500, exchange.status());
    assertTrue(exchange.body().contains("\"errorType\":\"internal\""), exchange::body);
    assertTrue(exchange.body().contains("no space left in data/"), exchange::body);
  }

  @Test
  void nothing_of_it_can_be_asked_by_get() throws Exception {
    for (String path : List.of(DELETE, CLEAN, SNAPSHOT)) {
      assertEquals(405, Exchange.get(path).on(fixture.api()).status());
    }
    assertEquals(List.of(), admin.asked);
  }
}
