package dev.pharos.document.files;

import dev.pharos.document.api.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the files are: {@code <root>/<kind>/<name>.json}, and the earlier contents of it in {@code
 * <root>/.versions/<kind>/<name>/<version>.json}.
 *
 * <p>No kind or name begins with a dot ({@link Document#isName}), so that none can meet {@code
 * .versions} or leave the root. Not synchronised: one writer at a time, any number of readers.
 */
final class DocumentFolder {

  private static final String SUFFIX = ".json";
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Path root;

  DocumentFolder(Path root) {
    this.root = root;
  }

  Optional<Document> read(String kind, String name) throws IOException {
    return read(file(kind, name), kind, name);
  }

  /** Names of the documents of a kind, damaged ones among them, sorted. */
  List<String> names(String kind) throws IOException {
    return entries(root.resolve(requireName("kind", kind))).stream()
        .filter(Document::isName)
        .sorted()
        .toList();
  }

  void write(String kind, String name, byte[] bytes) throws IOException {
    Path file = file(kind, name);
    DurableFile.makeFolder(DurableFile.folderOf(file));
    DurableFile.replace(file, bytes);
  }

  boolean delete(String kind, String name) throws IOException {
    boolean deleted = DurableFile.delete(file(kind, name));
    Path versions = versionsOf(kind, name);
    for (long version : versionNumbers(kind, name)) {
      Files.deleteIfExists(versions.resolve(version + SUFFIX));
    }
    Files.deleteIfExists(versions);
    return deleted;
  }

  /** Keeps a copy of what is about to be replaced, and no more than {@code most} of such copies. */
  void keepVersion(Document document, int most) throws IOException {
    Path versions = versionsOf(document.kind(), document.name());
    if (most > 0) {
      DurableFile.makeFolder(versions);
      DurableFile.replace(
          versions.resolve(document.version() + SUFFIX), DocumentFile.encode(document));
    }
    int kept = 0;
    for (long number : versionNumbers(document.kind(), document.name())) {
      // A greater number is left over from a document that was deleted half.
      if (number > document.version() || ++kept > most) {
        Files.deleteIfExists(versions.resolve(number + SUFFIX));
      }
    }
  }

  Optional<Document> readVersion(String kind, String name, long version) throws IOException {
    return read(versionsOf(kind, name).resolve(version + SUFFIX), kind, name);
  }

  /** Numbers of the kept versions, newest first. */
  List<Long> versionNumbers(String kind, String name) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String entry : entries(versionsOf(kind, name))) {
      if (VERSION.matcher(entry).matches()) {
        numbers.add(Long.parseLong(entry));
      }
    }
    numbers.sort(Collections.reverseOrder());
    return numbers;
  }

  private static Optional<Document> read(Path file, String kind, String name) throws IOException {
    try {
      return Optional.of(DocumentFile.decode(Files.readAllBytes(file), file, kind, name));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    } catch (NoSuchFileException absent) {
      return List.of();
    }
  }

  private Path file(String kind, String name) {
    return root.resolve(requireName("kind", kind)).resolve(requireName("name", name) + SUFFIX);
  }

  private Path versionsOf(String kind, String name) {
    return root.resolve(".versions")
        .resolve(requireName("kind", kind))
        .resolve(requireName("name", name));
  }

  private static String requireName(String what, String text) {
    if (!Document.isName(text)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" cannot be the "
              + what
              + " of a document: expected up to 128 letters, digits, dots, dashes and underscores, "
              + "the first a letter or a digit");
    }
    return text;
  }
}
