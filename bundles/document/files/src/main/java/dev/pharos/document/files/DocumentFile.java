package dev.pharos.document.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.pharos.document.api.Document;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The form of a document's file: UTF-8 JSON, an envelope around the content.
 *
 * <pre>
 *   {
 *     "kind": "user",      what it is; the folder bears the same name
 *     "name": "alice",     the file's name without .json
 *     "schema": 1,         version of the content's form
 *     "version": 7,        how often the document has been written
 *     "content": {...}
 *   }
 * </pre>
 */
final class DocumentFile {

  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final Gson COMPACT =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private DocumentFile() {}

  /**
   * The bytes of a document's file.
   *
   * @throws IllegalArgumentException if the content is no JSON object
   */
  static byte[] encode(Document document) {
    JsonObject envelope = new JsonObject();
    envelope.addProperty("kind", document.kind());
    envelope.addProperty("name", document.name());
    envelope.addProperty("schema", document.schema());
    envelope.addProperty("version", document.version());
    envelope.add("content", content(document.json()));
    return (PRETTY.toJson(envelope) + "\n").getBytes(UTF_8);
  }

  /**
   * Reads back what {@link #encode} made.
   *
   * @throws DamagedDocumentException if these bytes are not the document of that kind and name
   */
  static Document decode(byte[] bytes, Path file, String kind, String name)
      throws DamagedDocumentException {
    try {
      JsonElement json = parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      if (!(json instanceof JsonObject envelope)) {
        throw new DamagedDocumentException(file, "no JSON object", "a document", null);
      }
      requireText(file, envelope, "kind", kind);
      requireText(file, envelope, "name", name);
      long schema = number(file, envelope, "schema", Integer.MAX_VALUE);
      long version = number(file, envelope, "version", Long.MAX_VALUE);
      if (!(envelope.get("content") instanceof JsonObject content)) {
        throw new DamagedDocumentException(file, "no content", "a JSON object as content", null);
      }
      return new Document(kind, name, (int) schema, version, COMPACT.toJson(content));
    } catch (CharacterCodingException e) {
      throw new DamagedDocumentException(file, "bytes that are no UTF-8", "a document", e);
    } catch (JsonParseException e) {
      throw new DamagedDocumentException(file, e.getMessage() + "", "JSON", e);
    }
  }

  private static JsonObject content(String json) {
    try {
      if (parse(json) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "a document's content has to be a JSON object: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("a document's content has to be a JSON object, in braces");
  }

  private static JsonElement parse(String json) {
    try {
      JsonReader reader = new JsonReader(new StringReader(json));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("more text after the end of the object");
      }
      return element;
    } catch (IOException e) {
      throw new JsonParseException("text that is no JSON: " + e.getMessage(), e);
    }
  }

  private static void requireText(Path file, JsonObject envelope, String key, String expected)
      throws DamagedDocumentException {
    JsonElement found = envelope.get(key);
    if (!new JsonPrimitive(expected).equals(found)) {
      throw new DamagedDocumentException(file, key + " " + found, expected, null);
    }
  }

  private static long number(Path file, JsonObject envelope, String key, long most)
      throws DamagedDocumentException {
    @Nullable JsonElement found = envelope.get(key);
    try {
      if (found instanceof JsonPrimitive primitive && primitive.isNumber()) {
        long value = primitive.getAsLong();
        if (value >= 1 && value <= most) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      throw new DamagedDocumentException(file, key + " " + found, "a number from 1", e);
    }
    throw new DamagedDocumentException(file, key + " " + found, "a number from 1", null);
  }
}
