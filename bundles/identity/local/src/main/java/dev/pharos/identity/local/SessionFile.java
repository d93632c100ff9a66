package dev.pharos.identity.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.pharos.identity.local.Sessions.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries sessions over a restart. Whoever reads the file learns digests, which open nothing.
 *
 * <p>Losing it only means that people log in again; so it is not flushed to disk, and a damaged one
 * is dropped with a warning.
 */
final class SessionFile {

  private static final System.Logger LOG = System.getLogger(SessionFile.class.getName());
  private static final int SCHEMA = 1;
  private static final Gson GSON = new Gson();
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private record Content(int schema, @Nullable Map<String, Session> sessions) {}

  private final Path file;

  SessionFile(Path folder) throws IOException {
    Files.createDirectories(folder, ownersOnly("rwx------"));
    this.file = folder.resolve("sessions.json");
  }

  Map<String, Session> read() throws IOException {
    try {
      Content content = GSON.fromJson(Files.readString(file), Content.class);
      if (content == null || content.schema() != SCHEMA || content.sessions() == null) {
        throw new JsonParseException("no sessions of schema " + SCHEMA);
      }
      return content.sessions();
    } catch (NoSuchFileException first) {
      return Map.of();
    } catch (JsonParseException | java.nio.charset.CharacterCodingException e) {
      LOG.log(Level.WARNING, file + " is damaged, all have to log in again: " + e.getMessage());
      return Map.of();
    }
  }

  void write(Map<String, Session> sessions) {
    Path draft = file.resolveSibling("sessions.json.draft");
    try {
      Files.deleteIfExists(draft);
      try (SeekableByteChannel channel =
          Files.newByteChannel(draft, Set.of(CREATE_NEW, WRITE), ownersOnly("rw-------"))) {
        ByteBuffer rest =
            ByteBuffer.wrap(GSON.toJson(new Content(SCHEMA, sessions)).getBytes(UTF_8));
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      Files.move(draft, file, ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Sessions will not outlive a restart: cannot write " + file, e);
    }
  }

  private static FileAttribute<?>[] ownersOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
