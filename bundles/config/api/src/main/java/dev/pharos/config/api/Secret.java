package dev.pharos.config.api;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A password, token or key that a configuration names, read at the moment of use.
 *
 * <p>Its {@link Object#toString} is {@code <secret>}, always.
 */
@ProviderType
public interface Secret {

  /** The secret itself, read now; a file that was replaced gives its new content. */
  String reveal() throws IOException;
}
