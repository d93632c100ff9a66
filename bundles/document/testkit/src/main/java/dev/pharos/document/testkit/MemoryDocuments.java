package dev.pharos.document.testkit;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pharos.document.api.DamagedDocuments;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.api.VersionConflictException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Documents that are gone with the test that made them. Safe for use by several threads. */
public final class MemoryDocuments implements Documents, DamagedDocuments {

  private record Key(String kind, String name) implements Comparable<Key> {

    Key {
      requireName("kind", kind);
      requireName("name", name);
    }

    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }

  private final TreeMap<Key, Deque<Document>> documents = new TreeMap<>();

  @Override
  public synchronized Optional<Document> get(String kind, String name) {
    return Optional.ofNullable(documents.get(new Key(kind, name))).map(Deque::getFirst);
  }

  @Override
  public synchronized List<Document> list(String kind) {
    requireName("kind", kind);
    return documents.values().stream()
        .map(Deque::getFirst)
        .filter(document -> document.kind().equals(kind))
        .toList();
  }

  @Override
  public synchronized Document put(
      String kind, String name, int schema, String json, long expectedVersion)
      throws VersionConflictException {
    Key key = new Key(kind, name);
    requireObject(json);
    long found = get(kind, name).map(Document::version).orElse(NEW);
    if (found != expectedVersion) {
      throw new VersionConflictException(kind, name, expectedVersion, found);
    }
    Document document = new Document(kind, name, schema, found + 1, json);
    documents.computeIfAbsent(key, k -> new ArrayDeque<>()).addFirst(document);
    return document;
  }

  @Override
  public synchronized boolean delete(String kind, String name) {
    return documents.remove(new Key(kind, name)) != null;
  }

  @Override
  public synchronized List<Document> versions(String kind, String name) {
    Deque<Document> all = documents.get(new Key(kind, name));
    return all == null ? List.of() : all.stream().skip(1).toList();
  }

  /** None ever is. */
  @Override
  public List<Damage> damaged(String kind) {
    return List.of();
  }

  private static void requireName(String what, String text) {
    if (!Document.isName(text)) {
      throw new IllegalArgumentException("not a " + what + " for a document: " + text);
    }
  }

  private static void requireObject(String json) {
    try {
      if (JsonParser.parseString(json).isJsonObject()) {
        return;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("a document's content has to be a JSON object", e);
    }
    throw new IllegalArgumentException("a document's content has to be a JSON object");
  }
}
