package dev.pharos.storage.tsdb.compact;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The file in which a program that copies blocks notes those it has copied. */
final class Uploads {

  private Uploads() {}

  /**
   * The blocks named under {@code uploaded}; none if the file is not there yet.
   *
   * @throws IOException if the file cannot be read or holds something else; the message says what
   */
  static Set<Ulid> read(Path file) throws IOException {
    Set<Ulid> named = new HashSet<>();
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (json.has("uploaded")) {
        for (JsonElement ulid : json.getAsJsonArray("uploaded")) {
          Ulid.parse(ulid.getAsString()).ifPresent(named::add);
        }
      }
      return named;
    } catch (NoSuchFileException e) {
      return named;
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw new IOException(
          file
              + " does not tell which blocks have been copied: expected {\"uploaded\": [\"ULID\","
              + " ...]}, found "
              + e.getMessage()
              + "; no blocks are put together until it does",
          e);
    }
  }
}
