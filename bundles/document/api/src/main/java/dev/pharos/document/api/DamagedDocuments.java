package dev.pharos.document.api;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells which documents are there and cannot be read, so that nobody takes a damaged one for one
 * that never was.
 *
 * <p>Offered beside {@link Documents} by those who keep them. Safe for use by several threads.
 */
@ProviderType
public interface DamagedDocuments {

  /**
   * A document that cannot be read.
   *
   * @param message where it is, what was found, what was expected, what to do
   */
  record Damage(String kind, String name, String message) {}

  /** The damaged documents of a kind, sorted by name. */
  List<Damage> damaged(String kind) throws IOException;
}
