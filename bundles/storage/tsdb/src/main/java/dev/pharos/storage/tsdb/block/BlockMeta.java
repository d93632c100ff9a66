package dev.pharos.storage.tsdb.block;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a block's {@code meta.json} says: its name, its span of time, how much it holds, and how it
 * came about; see {@code docs/formats/meta.md}. Fields that are not known here survive when the
 * file is written again.
 *
 * <p>Immutable.
 */
public final class BlockMeta {

  /** Name of the file in the block's folder. */
  static final String FILE = "meta.json";

  private static final int VERSION = 1;

  private static final Set<String> KNOWN =
      Set.of("ulid", "minTime", "maxTime", "stats", "compaction", "version");
  private static final Set<String> KNOWN_STATS =
      Set.of(
          "numSamples",
          "numFloatSamples",
          "numHistogramSamples",
          "numSeries",
          "numChunks",
          "numTombstones");
  private static final Set<String> KNOWN_COMPACTION =
      Set.of("level", "sources", "deletable", "parents", "failed", "hints");

  private static final Gson GSON =
      new GsonBuilder()
          .setFormattingStyle(FormattingStyle.PRETTY.withIndent("\t"))
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  /**
   * How much a block holds.
   *
   * @param floatSamples those of the samples that are values; 0 if the writer did not tell
   * @param histogramSamples those of the samples that are histograms; 0 if the writer did not tell
   * @param tombstones deleted spans of its series
   */
  public record Stats(
      long samples,
      long floatSamples,
      long histogramSamples,
      long series,
      long chunks,
      long tombstones) {

    Stats withTombstones(long count) {
      return new Stats(samples, floatSamples, histogramSamples, series, chunks, count);
    }
  }

  /** A block that was made into this one. */
  public record Parent(Ulid ulid, long minMillis, long maxMillis) {}

  /**
   * How a block came about.
   *
   * @param level 1 for one that was cut from the head, one more than the highest of its parents for
   *     others
   * @param sources the blocks of level 1 that went into it; itself for one of level 1
   * @param deletable whether it holds nothing, so that it can go
   * @param parents the blocks that it was made from
   * @param failed whether making a larger one of it went wrong
   * @param hints free words, such as {@code from-out-of-order}
   */
  public record Compaction(
      int level,
      List<Ulid> sources,
      boolean deletable,
      List<Parent> parents,
      boolean failed,
      List<String> hints) {

    public Compaction {
      sources = List.copyOf(sources);
      parents = List.copyOf(parents);
      hints = List.copyOf(hints);
    }

    /** Of a block that is not made from others. */
    public static Compaction first(Ulid ulid, String... hints) {
      return new Compaction(1, List.of(ulid), false, List.of(), false, List.of(hints));
    }
  }

  private final Ulid ulid;
  private final long minMillis;
  private final long maxMillis;
  private final Stats stats;
  private final Compaction compaction;

  /** What the file said, for the fields not known here. */
  private final JsonObject told;

  private BlockMeta(
      Ulid ulid,
      long minMillis,
      long maxMillis,
      Stats stats,
      Compaction compaction,
      JsonObject told) {
    this.ulid = ulid;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.stats = stats;
    this.compaction = compaction;
    this.told = told;
  }

  public BlockMeta(Ulid ulid, long minMillis, long maxMillis, Stats stats, Compaction compaction) {
    this(ulid, minMillis, maxMillis, stats, compaction, new JsonObject());
  }

  public Ulid ulid() {
    return ulid;
  }

  /** First instant that its samples may have. */
  public long minMillis() {
    return minMillis;
  }

  /** First instant after all its samples. */
  public long maxMillis() {
    return maxMillis;
  }

  public Stats stats() {
    return stats;
  }

  public Compaction compaction() {
    return compaction;
  }

  /** Whether all that is told of how it came about is known here. */
  public boolean isUnderstood() {
    return KNOWN_COMPACTION.containsAll(object(told, "compaction").keySet());
  }

  public BlockMeta withStats(Stats other) {
    return new BlockMeta(ulid, minMillis, maxMillis, other, compaction, told);
  }

  public BlockMeta withCompaction(Compaction other) {
    return new BlockMeta(ulid, minMillis, maxMillis, stats, other, told);
  }

  /**
   * Reads the file of a block.
   *
   * @throws DamagedBlockException if it is not one, or of a version not read here
   */
  public static BlockMeta read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw DamagedBlockException.missing(file);
    } catch (CharacterCodingException e) {
      throw new DamagedBlockException(file, 0, "bytes that are no UTF-8", "text");
    }
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
      if (!text.substring(Math.min(text.length(), text.lastIndexOf('}') + 1)).isBlank()) {
        throw new DamagedBlockException(
            file, text.lastIndexOf('}') + 1, "text behind the end", "nothing");
      }
      long version = required(json, "version");
      if (version != VERSION) {
        throw new DamagedBlockException(file, 0, "version " + version, "version 1");
      }
      BlockMeta meta =
          new BlockMeta(
              ulid(json),
              required(json, "minTime"),
              required(json, "maxTime"),
              readStats(object(json, "stats")),
              readCompaction(object(json, "compaction")),
              json);
      if (meta.minMillis > meta.maxMillis) {
        throw new DamagedBlockException(
            file, 0, "minTime " + meta.minMillis, "at most maxTime, " + meta.maxMillis);
      }
      return meta;
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | ArithmeticException
        | UnsupportedOperationException e) {
      String why = e.getMessage();
      throw new DamagedBlockException(
          file, 0, why == null ? "no JSON" : why, "the description of a block as JSON");
    }
  }

  private static Stats readStats(JsonObject json) {
    return new Stats(
        number(json, "numSamples"),
        number(json, "numFloatSamples"),
        number(json, "numHistogramSamples"),
        number(json, "numSeries"),
        number(json, "numChunks"),
        number(json, "numTombstones"));
  }

  private static Compaction readCompaction(JsonObject json) {
    List<Ulid> sources = new ArrayList<>();
    for (JsonElement source : array(json, "sources")) {
      sources.add(ulid(source.getAsString()));
    }
    List<Parent> parents = new ArrayList<>();
    for (JsonElement element : array(json, "parents")) {
      JsonObject parent = element.getAsJsonObject();
      parents.add(new Parent(ulid(parent), number(parent, "minTime"), number(parent, "maxTime")));
    }
    List<String> hints = new ArrayList<>();
    for (JsonElement hint : array(json, "hints")) {
      hints.add(hint.getAsString());
    }
    return new Compaction(
        Math.toIntExact(required(json, "level")),
        sources,
        flag(json, "deletable"),
        parents,
        flag(json, "failed"),
        hints);
  }

  /** A number that the original always writes: without it, the file cannot be whole. */
  private static long required(JsonObject json, String name) {
    if (present(json, name) == null) {
      throw new IllegalArgumentException("no \"" + name + "\"");
    }
    return number(json, name);
  }

  private static long number(JsonObject json, String name) {
    JsonElement value = present(json, name);
    return value == null ? 0 : value.getAsBigDecimal().longValueExact();
  }

  private static boolean flag(JsonObject json, String name) {
    JsonElement value = present(json, name);
    return value != null && value.getAsBoolean();
  }

  private static JsonObject object(JsonObject json, String name) {
    JsonElement value = present(json, name);
    return value == null ? new JsonObject() : value.getAsJsonObject();
  }

  private static JsonArray array(JsonObject json, String name) {
    JsonElement value = present(json, name);
    return value == null ? new JsonArray() : value.getAsJsonArray();
  }

  private static @Nullable JsonElement present(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  private static Ulid ulid(JsonObject json) {
    JsonElement value = present(json, "ulid");
    return ulid(value == null ? "" : value.getAsString());
  }

  private static Ulid ulid(String text) {
    return Ulid.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\", which is no ULID"));
  }

  /** Writes the file of a block; whoever reads meanwhile sees the old content or the new. */
  public void write(Path folder) throws IOException {
    SyncedFiles.replace(folder.resolve(FILE), toJson().getBytes(StandardCharsets.UTF_8));
  }

  /** The content of the file as maps, lists, texts and numbers. */
  public Map<String, Object> fields() {
    return GSON.fromJson(toJson(), new TypeToken<Map<String, Object>>() {}.getType());
  }

  /** The content of the file: the original's order of fields, indented by tabs, as it writes it. */
  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("ulid", ulid.toString());
    json.addProperty("minTime", minMillis);
    json.addProperty("maxTime", maxMillis);
    json.add("stats", statsJson());
    json.add("compaction", compactionJson());
    json.addProperty("version", VERSION);
    keepUnknown(told, json, KNOWN);
    return GSON.toJson(json);
  }

  private JsonObject statsJson() {
    JsonObject json = new JsonObject();
    add(json, "numSamples", stats.samples);
    add(json, "numFloatSamples", stats.floatSamples);
    add(json, "numHistogramSamples", stats.histogramSamples);
    add(json, "numSeries", stats.series);
    add(json, "numChunks", stats.chunks);
    add(json, "numTombstones", stats.tombstones);
    keepUnknown(object(told, "stats"), json, KNOWN_STATS);
    return json;
  }

  private JsonObject compactionJson() {
    JsonObject json = new JsonObject();
    json.addProperty("level", compaction.level);
    JsonArray sources = new JsonArray();
    compaction.sources.forEach(source -> sources.add(source.toString()));
    add(json, "sources", sources);
    add(json, "deletable", compaction.deletable);
    JsonArray parents = new JsonArray();
    for (Parent parent : compaction.parents) {
      JsonObject one = new JsonObject();
      one.addProperty("ulid", parent.ulid.toString());
      one.addProperty("minTime", parent.minMillis);
      one.addProperty("maxTime", parent.maxMillis);
      parents.add(one);
    }
    add(json, "parents", parents);
    add(json, "failed", compaction.failed);
    JsonArray hints = new JsonArray();
    compaction.hints.forEach(hints::add);
    add(json, "hints", hints);
    keepUnknown(object(told, "compaction"), json, KNOWN_COMPACTION);
    return json;
  }

  private static void keepUnknown(JsonObject from, JsonObject to, Set<String> known) {
    for (Map.Entry<String, JsonElement> field : from.entrySet()) {
      if (!known.contains(field.getKey())) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  private static void add(JsonObject json, String name, long value) {
    if (value != 0) {
      json.addProperty(name, value);
    }
  }

  private static void add(JsonObject json, String name, boolean value) {
    if (value) {
      json.addProperty(name, true);
    }
  }

  private static void add(JsonObject json, String name, JsonArray values) {
    if (!values.isEmpty()) {
      json.add(name, values);
    }
  }
}
