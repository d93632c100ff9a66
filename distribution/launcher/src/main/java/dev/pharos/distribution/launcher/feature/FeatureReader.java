package dev.pharos.distribution.launcher.feature;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pharos.distribution.launcher.feature.Feature.StartedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads feature files ({@code features/*.json}) and shape files ({@code features/shapes/*.json}).
 *
 * <p>A bundle's start level is its {@code start-level} entry and {@value #DEFAULT_START_LEVEL}
 * without one. A configuration key ending in {@code :Type} loses that ending; values are numbers,
 * booleans, strings, or arrays of strings.
 */
public final class FeatureReader {

  static final int DEFAULT_START_LEVEL = 10;

  private final Path folder;

  /**
   * @param folder the folder {@code features}
   */
  public FeatureReader(Path folder) {
    this.folder = folder;
  }

  /** The features of a shape, in its order. */
  public List<Feature> shape(String name) throws InvalidFeatureException {
    Path file = folder.resolve("shapes").resolve(name + ".json");
    if (!Files.isRegularFile(file)) {
      throw new InvalidFeatureException(file, "no such shape; there are " + shapes());
    }
    JsonObject shape = object(file);
    List<Feature> features = new ArrayList<>();
    for (JsonElement feature : array(file, shape, "features")) {
      features.add(feature(feature.getAsString()));
    }
    return features;
  }

  /** One feature. */
  public Feature feature(String name) throws InvalidFeatureException {
    Path file = folder.resolve(name + ".json");
    JsonObject json = object(file);
    if (!json.has("id")) {
      throw new InvalidFeatureException(
          file, "id is missing; write \"id\": \"group:name:version\"");
    }
    try {
      return new Feature(
          json.get("id").getAsString(),
          bundles(file, json),
          configurations(json),
          frameworkProperties(json));
    } catch (IllegalStateException | UnsupportedOperationException | ClassCastException e) {
      throw new InvalidFeatureException(
          file, "an entry is not of the kind that features have: " + e.getMessage());
    }
  }

  private static List<StartedBundle> bundles(Path file, JsonObject json)
      throws InvalidFeatureException {
    List<StartedBundle> bundles = new ArrayList<>();
    JsonArray entries = array(file, json, "bundles");
    for (int i = 0; i < entries.size(); i++) {
      String at = "bundles[" + i + "]: ";
      JsonElement entry = entries.get(i);
      JsonObject details = entry.isJsonObject() ? entry.getAsJsonObject() : new JsonObject();
      JsonElement id = entry.isJsonObject() ? details.get("id") : entry;
      if (id == null) {
        throw new InvalidFeatureException(file, at + "id is missing; write group:artifact:version");
      }
      int level =
          details.has("start-level") ? details.get("start-level").getAsInt() : DEFAULT_START_LEVEL;
      if (level < 1) {
        throw new InvalidFeatureException(
            file, at + "start-level is " + level + "; write 1 or more");
      }
      try {
        bundles.add(new StartedBundle(BundleId.parse(id.getAsString()), level));
      } catch (IllegalArgumentException e) {
        throw new InvalidFeatureException(file, at + e.getMessage());
      }
    }
    return bundles;
  }

  private static Map<String, Map<String, Object>> configurations(JsonObject json) {
    Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
    if (json.has("configurations")) {
      for (var entry : json.getAsJsonObject("configurations").entrySet()) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (var property : entry.getValue().getAsJsonObject().entrySet()) {
          String key = property.getKey();
          int type = key.indexOf(':');
          properties.put(type < 0 ? key : key.substring(0, type), value(property.getValue()));
        }
        configurations.put(entry.getKey(), properties);
      }
    }
    return configurations;
  }

  private static Object value(JsonElement json) {
    if (json.isJsonArray()) {
      return json.getAsJsonArray().asList().stream()
          .map(JsonElement::getAsString)
          .toArray(String[]::new);
    }
    var primitive = json.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    if (primitive.isNumber()) {
      String digits = primitive.getAsString();
      return digits.contains(".") ? (Object) primitive.getAsDouble() : primitive.getAsLong();
    }
    return primitive.getAsString();
  }

  private static Map<String, String> frameworkProperties(JsonObject json) {
    Map<String, String> properties = new LinkedHashMap<>();
    JsonObject extensions = json.getAsJsonObject("extensions");
    JsonObject extension =
        extensions == null ? null : extensions.getAsJsonObject("framework-properties");
    if (extension != null) {
      for (var entry : extension.getAsJsonObject("json").entrySet()) {
        properties.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    return properties;
  }

  private static JsonArray array(Path file, JsonObject json, String name)
      throws InvalidFeatureException {
    JsonElement array = json.get(name);
    if (array == null) {
      return new JsonArray();
    }
    if (!array.isJsonArray()) {
      throw new InvalidFeatureException(file, name + " is not a list; write [ … ]");
    }
    return array.getAsJsonArray();
  }

  private static JsonObject object(Path file) throws InvalidFeatureException {
    try {
      JsonElement json = JsonParser.parseString(Files.readString(file));
      if (!json.isJsonObject()) {
        throw new InvalidFeatureException(file, "holds no JSON object; write { … }");
      }
      return json.getAsJsonObject();
    } catch (IOException e) {
      throw new InvalidFeatureException(file, "cannot be read: " + e);
    } catch (JsonParseException e) {
      throw new InvalidFeatureException(file, "is no JSON: " + e.getMessage());
    }
  }

  private List<String> shapes() {
    try (var files = Files.list(folder.resolve("shapes"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
