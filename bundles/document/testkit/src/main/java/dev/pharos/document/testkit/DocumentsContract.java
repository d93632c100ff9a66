package dev.pharos.document.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.api.VersionConflictException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of documents has to fulfil. Extend it and say how to make an empty one. */
public abstract class DocumentsContract {

  /** Makes a store that holds nothing. */
  protected abstract Documents empty() throws IOException;

  @Test
  void what_was_never_put_is_not_there() throws IOException {
    Documents documents = empty();

    assertEquals(Optional.empty(), documents.get("user", "alice"));
    assertEquals(List.of(), documents.list("user"));
    assertEquals(List.of(), documents.versions("user", "alice"));
    assertFalse(documents.delete("user", "alice"));
  }

  @Test
  void a_document_reads_back_as_it_was_put() throws Exception {
    Documents documents = empty();
    String json =
        "{\"a\":1.50,\"b\":\"<é\\u0000>\",\"c\":{\"d\":[null,true,123456789012345678901]}}";

    Document put = documents.put("user", "alice", 3, json, Documents.NEW);
    Document got = documents.get("user", "alice").orElseThrow();

    assertEquals("user", got.kind());
    assertEquals("alice", got.name());
    assertEquals(3, got.schema());
    assertEquals(1, got.version());
    assertEquals(JsonParser.parseString(json), JsonParser.parseString(got.json()));
    assertEquals(put.version(), got.version());
  }

  @Test
  void each_change_counts_and_the_earlier_contents_stay_newest_first() throws Exception {
    Documents documents = empty();
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    documents.put("user", "alice", 1, "{\"n\":2}", 1);
    documents.put("user", "alice", 2, "{\"n\":3}", 2);

    assertEquals(3, documents.get("user", "alice").orElseThrow().version());
    assertEquals(
        List.of("2 1 {\"n\":2}", "1 1 {\"n\":1}"),
        documents.versions("user", "alice").stream()
            .map(d -> d.version() + " " + d.schema() + " " + d.json())
            .toList());
  }

  @Test
  void a_change_of_an_older_version_is_refused_and_changes_nothing() throws Exception {
    Documents documents = empty();
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    documents.put("user", "alice", 1, "{\"n\":2}", 1);

    var e =
        assertThrows(
            VersionConflictException.class,
            () -> documents.put("user", "alice", 1, "{\"n\":9}", 1));

    assertEquals(
        "user alice is at version 2, expected 1; read it again and repeat the change",
        e.getMessage());
    assertEquals("{\"n\":2}", documents.get("user", "alice").orElseThrow().json());
    assertEquals(1, documents.versions("user", "alice").size());
  }

  @Test
  void what_is_there_cannot_be_put_as_new_nor_what_is_not_there_be_replaced() throws Exception {
    Documents documents = empty();
    documents.put("user", "alice", 1, "{}", Documents.NEW);

    assertThrows(
        VersionConflictException.class,
        () -> documents.put("user", "alice", 1, "{}", Documents.NEW));
    assertThrows(VersionConflictException.class, () -> documents.put("user", "bob", 1, "{}", 1));
    assertTrue(documents.get("user", "bob").isEmpty());
  }

  @Test
  void of_many_who_replace_the_same_version_one_succeeds() throws Exception {
    Documents documents = empty();
    documents.put("user", "alice", 1, "{}", Documents.NEW);
    List<Callable<Boolean>> writers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    (Callable<Boolean>)
                        () -> {
                          try {
                            documents.put("user", "alice", 1, "{\"n\":" + i + "}", 1);
                            return true;
                          } catch (VersionConflictException lost) {
                            return false;
                          }
                        })
            .toList();

    int succeeded = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        succeeded += writer.get() ? 1 : 0;
      }
    }

    assertEquals(1, succeeded);
    assertEquals(2, documents.get("user", "alice").orElseThrow().version());
  }

  @Test
  void a_kind_is_listed_by_name_and_knows_nothing_of_other_kinds() throws Exception {
    Documents documents = empty();
    documents.put("user", "bob", 1, "{}", Documents.NEW);
    documents.put("user", "alice", 1, "{}", Documents.NEW);
    documents.put("token", "ci", 1, "{}", Documents.NEW);

    assertEquals(
        List.of("alice", "bob"), documents.list("user").stream().map(Document::name).toList());
    assertEquals(List.of("ci"), documents.list("token").stream().map(Document::name).toList());
  }

  @Test
  void a_deleted_document_is_gone_with_its_earlier_contents() throws Exception {
    Documents documents = empty();
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    documents.put("user", "alice", 1, "{\"n\":2}", 1);

    assertTrue(documents.delete("user", "alice"));

    assertEquals(Optional.empty(), documents.get("user", "alice"));
    assertEquals(List.of(), documents.list("user"));
    assertEquals(List.of(), documents.versions("user", "alice"));
    assertEquals(1, documents.put("user", "alice", 1, "{}", Documents.NEW).version());
  }

  @Test
  void names_that_could_leave_their_place_are_refused() throws Exception {
    Documents documents = empty();
    for (String name :
        List.of(
            "", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a\0b", "ä", "a b", "x".repeat(129))) {
      assertThrows(IllegalArgumentException.class, () -> documents.get("user", name), name);
      assertThrows(IllegalArgumentException.class, () -> documents.get(name, "alice"), name);
      assertThrows(IllegalArgumentException.class, () -> documents.list(name), name);
      assertThrows(
          IllegalArgumentException.class,
          () -> documents.put("user", name, 1, "{}", Documents.NEW),
          name);
      assertThrows(
          IllegalArgumentException.class,
          () -> documents.put(name, "alice", 1, "{}", Documents.NEW),
          name);
      assertThrows(IllegalArgumentException.class, () -> documents.delete("user", name), name);
      assertThrows(IllegalArgumentException.class, () -> documents.versions("user", name), name);
    }
  }

  @Test
  void the_longest_name_and_every_letter_of_one_are_taken() throws Exception {
    Documents documents = empty();
    documents.put("user", "x".repeat(128), 1, "{}", Documents.NEW);
    documents.put("user", "aZ09._-", 1, "{}", Documents.NEW);

    assertEquals(2, documents.list("user").size());
  }

  @Test
  void content_that_is_no_json_object_is_refused() throws Exception {
    Documents documents = empty();
    for (String json : List.of("", "[]", "1", "null", "{", "{} {}")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> documents.put("user", "alice", 1, json, Documents.NEW),
          json);
    }
    assertTrue(documents.get("user", "alice").isEmpty());
  }
}
