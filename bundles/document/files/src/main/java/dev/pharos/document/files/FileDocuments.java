package dev.pharos.document.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.document.api.DamagedDocuments;
import dev.pharos.document.api.Document;
import dev.pharos.document.api.Documents;
import dev.pharos.document.api.VersionConflictException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps documents as files.
 *
 * <p>Writers take turns; readers wait for nobody, as a file is replaced as a whole. The content
 * that is replaced is copied aside first, so a crash between the two leaves a copy too many, which
 * is not shown, and never one too few.
 */
@Component(
    service = {Documents.class, DamagedDocuments.class},
    configurationPid = "dev.pharos.document.files",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileDocuments.Config.class)
public final class FileDocuments implements Documents, DamagedDocuments {

  @ObjectClassDefinition(name = "Documents", description = "Where documents are kept")
  public @interface Config {

    @AttributeDefinition(description = "Folder of the documents")
    String path();

    @AttributeDefinition(description = "How many earlier contents of each document are kept")
    int versions_kept() default 20;

    @AttributeDefinition(description = "Greatest size of a document's content, in bytes of UTF-8")
    int max_bytes() default 8 << 20;
  }

  private static final System.Logger LOG = System.getLogger(FileDocuments.class.getName());

  private final DocumentFolder folder;
  private final int versionsKept;
  private final int maxBytes;
  private final ReentrantLock writing = new ReentrantLock();

  @Activate
  public FileDocuments(Config config) throws IOException {
    this(Path.of(config.path()), config.versions_kept(), config.max_bytes());
  }

  FileDocuments(Path root, int versionsKept, int maxBytes) throws IOException {
    if (versionsKept < 0 || maxBytes < 2) {
      throw new IllegalArgumentException(
          "versions.kept is "
              + versionsKept
              + " and max.bytes is "
              + maxBytes
              + "; set them to 0 or more, and to 2 or more");
    }
    DurableFile.makeFolder(root.toAbsolutePath());
    this.folder = new DocumentFolder(root.toAbsolutePath());
    this.versionsKept = versionsKept;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<Document> get(String kind, String name) throws IOException {
    return folder.read(kind, name);
  }

  @Override
  public List<Document> list(String kind) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (String name : folder.names(kind)) {
      try {
        folder.read(kind, name).ifPresent(documents::add);
      } catch (DamagedDocumentException e) {
        LOG.log(Level.WARNING, e.getMessage());
      }
    }
    return documents;
  }

  @Override
  public List<Damage> damaged(String kind) throws IOException {
    List<Damage> damaged = new ArrayList<>();
    for (String name : folder.names(kind)) {
      try {
        folder.read(kind, name);
      } catch (DamagedDocumentException e) {
        damaged.add(new Damage(kind, name, String.valueOf(e.getMessage())));
      }
    }
    return damaged;
  }

  @Override
  public Document put(String kind, String name, int schema, String json, long expectedVersion)
      throws IOException, VersionConflictException {
    requireRoom(kind, name, json);
    if (schema < 1) {
      throw new IllegalArgumentException("schema is " + schema + ", expected 1 or more");
    }
    writing.lock();
    try {
      Optional<Document> standing = folder.read(kind, name);
      long found = standing.map(Document::version).orElse(NEW);
      if (found != expectedVersion) {
        throw new VersionConflictException(kind, name, expectedVersion, found);
      }
      Document next = new Document(kind, name, schema, found + 1, json);
      byte[] bytes = DocumentFile.encode(next);
      if (standing.isPresent()) {
        folder.keepVersion(standing.get(), versionsKept);
      }
      folder.write(kind, name, bytes);
      return next;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean delete(String kind, String name) throws IOException {
    writing.lock();
    try {
      return folder.delete(kind, name);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public List<Document> versions(String kind, String name) throws IOException {
    long standing = folder.read(kind, name).map(Document::version).orElse(NEW);
    List<Document> versions = new ArrayList<>();
    for (long number : folder.versionNumbers(kind, name)) {
      if (number < standing) {
        folder.readVersion(kind, name, number).ifPresent(versions::add);
      }
    }
    return versions;
  }

  private void requireRoom(String kind, String name, String json) {
    // A char takes three bytes of UTF-8 at most, so that short content need not be counted.
    if (json.length() > maxBytes / 3 && json.getBytes(UTF_8).length > maxBytes) {
      throw new IllegalArgumentException(
          kind
              + " "
              + name
              + " is longer than "
              + maxBytes
              + " bytes; make it shorter or raise max.bytes of dev.pharos.document.files");
    }
  }
}
