package dev.pharos.config.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Finds the secrets that configurations name. Safe for use by several threads. */
@ProviderType
public interface Secrets {

  /**
   * The secret behind {@code key}: the value written there, or the content of the file that {@code
   * <key>_file} names. Naming both is a problem of the section. The same as {@link
   * ConfigNode#secret}.
   */
  Optional<Secret> secret(ConfigNode section, String key);
}
