package dev.pharos.document.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.document.api.DamagedDocuments.Damage;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.testkit.DocumentsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDocumentsTest extends DocumentsContract {

  @TempDir Path dir;

  @Override
  protected Documents empty() throws IOException {
    return documents(3);
  }

  private FileDocuments documents(int versionsKept) throws IOException {
    return new FileDocuments(dir.resolve("documents"), versionsKept, 1000);
  }

  private Path file(String path) {
    return dir.resolve("documents").resolve(path);
  }

  @Test
  void a_document_survives_a_restart() throws Exception {
    documents(3).put("user", "alice", 1, "{\"n\":1}", Documents.NEW);

    assertEquals("{\"n\":1}", documents(3).get("user", "alice").orElseThrow().json());
  }

  @Test
  void the_file_is_an_envelope_that_people_can_read() throws Exception {
    documents(3).put("user", "alice", 1, "{\"n\":[\"<\"]}", Documents.NEW);

    assertEquals(
        """
        {
          "kind": "user",
          "name": "alice",
          "schema": 1,
          "version": 1,
          "content": {
            "n": [
              "<"
            ]
          }
        }
        """,
        Files.readString(file("user/alice.json")));
  }

  @Test
  void only_the_processs_user_may_read_the_files() throws Exception {
    documents(3).put("user", "alice", 1, "{}", Documents.NEW);

    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file("user/alice.json"))));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("user"))));
  }

  @Test
  void no_more_earlier_contents_are_kept_than_wanted() throws Exception {
    FileDocuments documents = documents(2);
    for (int n = 0; n < 5; n++) {
      documents.put("user", "alice", 1, "{\"n\":" + n + "}", n);
    }

    assertEquals(
        List.of(4L, 3L),
        documents.versions("user", "alice").stream().map(Document::version).toList());
    try (var kept = Files.list(file(".versions/user/alice"))) {
      assertEquals(2, kept.count());
    }
  }

  @Test
  void none_is_kept_when_none_is_wanted() throws Exception {
    FileDocuments documents = documents(0);
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    documents.put("user", "alice", 1, "{\"n\":2}", 1);

    assertEquals(List.of(), documents.versions("user", "alice"));
  }

  @Test
  void a_copy_that_was_made_before_a_crash_is_not_shown() throws Exception {
    FileDocuments documents = documents(3);
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    Files.createDirectories(file(".versions/user/alice"));
    Files.copy(file("user/alice.json"), file(".versions/user/alice/1.json"));

    assertEquals(List.of(), documents.versions("user", "alice"));
  }

  @Test
  void copies_left_over_from_a_deleted_document_do_not_come_back() throws Exception {
    FileDocuments documents = documents(1);
    documents.put("user", "alice", 1, "{\"n\":1}", Documents.NEW);
    Files.createDirectories(file(".versions/user/alice"));
    Files.copy(file("user/alice.json"), file(".versions/user/alice/9.json"));
    documents.put("user", "alice", 1, "{\"n\":2}", 1);

    assertEquals(
        List.of("{\"n\":1}"),
        documents.versions("user", "alice").stream().map(Document::json).toList());
    assertFalse(Files.exists(file(".versions/user/alice/9.json")));
  }

  @Test
  void a_draft_that_a_crash_left_behind_is_not_taken_for_a_document() throws Exception {
    FileDocuments documents = documents(3);
    documents.put("user", "alice", 1, "{}", Documents.NEW);
    Files.writeString(file("user/alice.json.draft"), "{\"ki");
    Files.writeString(file("user/bob.json.draft"), "{\"ki");

    assertEquals(List.of("alice"), documents.list("user").stream().map(Document::name).toList());
    assertEquals(2, documents.put("user", "alice", 1, "{}", 1).version());
  }

  @Test
  void content_beyond_the_limit_is_refused() throws Exception {
    FileDocuments documents = documents(3);
    String fits = "{\"a\":\"" + "x".repeat(1000 - 8) + "\"}";
    String tooLong = "{\"a\":\"" + "é".repeat(500) + "\"}";
    documents.put("user", "alice", 1, fits, Documents.NEW);

    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> documents.put("user", "bob", 1, tooLong, Documents.NEW));

    assertEquals(
        "user bob is longer than 1000 bytes; "
            + "make it shorter or raise max.bytes of dev.pharos.document.files",
        e.getMessage());
  }

  @Nested
  class When_a_file_is_damaged {

    private FileDocuments documents;

    @BeforeEach
    void damage() throws Exception {
      documents = documents(3);
      documents.put("user", "alice", 1, "{}", Documents.NEW);
      documents.put("user", "bob", 1, "{}", Documents.NEW);
      Files.writeString(file("user/alice.json"), "{\"kind\":\"user\"");
    }

    @Test
    void it_does_not_hide_the_others() throws Exception {
      assertEquals(List.of("bob"), documents.list("user").stream().map(Document::name).toList());
      assertEquals(List.of("alice"), documents.damaged("user").stream().map(Damage::name).toList());
    }

    @Test
    void reading_it_names_the_file_and_the_way_out() {
      var e = assertThrows(DamagedDocumentException.class, () -> documents.get("user", "alice"));

      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(file("user/alice.json") + " is damaged: found "), message);
      assertTrue(
          message.endsWith(
              "Put an earlier content from .versions in its place, or move the file away"),
          message);
    }

    @Test
    void it_is_not_taken_for_one_that_never_was() throws Exception {
      byte[] before = Files.readAllBytes(file("user/alice.json"));

      assertThrows(
          DamagedDocumentException.class,
          () -> documents.put("user", "alice", 1, "{}", Documents.NEW));

      assertArrayEquals(before, Files.readAllBytes(file("user/alice.json")));
    }

    @Test
    void it_can_be_deleted() throws Exception {
      assertTrue(documents.delete("user", "alice"));
      assertEquals(List.of(), documents.damaged("user"));
    }

    @Test
    void every_part_of_the_envelope_is_looked_at() throws Exception {
      String good =
          "{\"kind\":\"user\",\"name\":\"alice\",\"schema\":1,\"version\":1,\"content\":{}}";
      Files.writeString(file("user/alice.json"), good);
      assertEquals("{}", documents.get("user", "alice").orElseThrow().json());

      for (String bad :
          List.of(
              "",
              "[]",
              good + good,
              good.replace("user", "token"),
              good.replace("alice", "bob"),
              good.replace("\"schema\":1", "\"schema\":0"),
              good.replace("\"schema\":1", "\"schema\":\"1\""),
              good.replace("\"schema\":1", "\"schema\":99999999999"),
              good.replace("\"version\":1", "\"version\":-1"),
              good.replace("\"version\":1,", ""),
              good.replace("{}", "[]"),
              good.replace(",\"content\":{}", ""))) {
        Files.writeString(file("user/alice.json"), bad);
        assertThrows(DamagedDocumentException.class, () -> documents.get("user", "alice"), bad);
      }
      Files.write(file("user/alice.json"), new byte[] {(byte) 0xff});
      assertThrows(DamagedDocumentException.class, () -> documents.get("user", "alice"));
    }
  }
}
