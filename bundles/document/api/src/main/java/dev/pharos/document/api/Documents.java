package dev.pharos.document.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps documents. A write is durable when the method returns; a reader sees the old content or the
 * new and never a mixture.
 *
 * <p>Safe for use by several threads.
 */
@ProviderType
public interface Documents {

  /** Version to pass to {@link #put} for a document that must not exist yet. */
  long NEW = 0;

  Optional<Document> get(String kind, String name) throws IOException;

  /** All documents of a kind, sorted by name. */
  List<Document> list(String kind) throws IOException;

  /**
   * Writes a document and answers it with its new version.
   *
   * @param expectedVersion the version that is replaced, or {@link #NEW}
   * @throws VersionConflictException if somebody else has changed it meanwhile
   */
  Document put(String kind, String name, int schema, String json, long expectedVersion)
      throws IOException, VersionConflictException;

  /** Deletes a document; answers whether there was one. */
  boolean delete(String kind, String name) throws IOException;

  /** The earlier contents that are kept, newest first. */
  List<Document> versions(String kind, String name) throws IOException;
}
