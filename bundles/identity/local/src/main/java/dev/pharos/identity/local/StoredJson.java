package dev.pharos.identity.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.document.api.Document;

/** Reads the content of documents, and tells what is missing in it. */
final class StoredJson {

  private StoredJson() {}

  static JsonObject read(Document document, int schema) {
    if (document.schema() != schema) {
      throw new IllegalArgumentException("schema is " + document.schema() + ", expected " + schema);
    }
    return JsonParser.parseString(document.json()).getAsJsonObject();
  }

  static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException(key + " is missing, expected a text");
    }
    return value.getAsString();
  }
}
