package dev.pharos.document.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps documents. A write is durable when the method returns; a reader sees the old content or the
 * new and never a mixture.
 *
 * <p>A kind or a name that no document may bear ({@link Document#isName}) and content that is no
 * JSON object are the caller's mistake: {@link IllegalArgumentException}.
 *
 * <p>Safe for use by several threads. <b>Contract test.</b> Extend {@code DocumentsContract} in
 * {@code document.testkit}.
 */
@ProviderType
public interface Documents {

  /** Version to pass to {@link #put} for a document that must not exist yet. */
  long NEW = 0;

  /**
   * The document of that name, if there is one.
   *
   * @throws IOException if it cannot be read; the message names the file and what to do
   */
  Optional<Document> get(String kind, String name) throws IOException;

  /**
   * All documents of a kind, sorted by name. One that is damaged is left out, so that it does not
   * hide the others; {@link DamagedDocuments} tells of it.
   */
  List<Document> list(String kind) throws IOException;

  /**
   * Writes a document and answers it with its new version.
   *
   * @param expectedVersion the version that is replaced, or {@link #NEW}
   * @throws VersionConflictException if somebody else has changed it meanwhile
   */
  Document put(String kind, String name, int schema, String json, long expectedVersion)
      throws IOException, VersionConflictException;

  /** Deletes a document and its earlier contents; answers whether there was one. */
  boolean delete(String kind, String name) throws IOException;

  /** The earlier contents that are kept, newest first; without the one that stands. */
  List<Document> versions(String kind, String name) throws IOException;
}
