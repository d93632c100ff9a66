package dev.pharos.query.api;

import dev.pharos.storage.api.SeriesReader;
import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes engines where there is no framework to offer one.
 *
 * <p>This is an extension point for commands, which run on a plain class path: list the class, with
 * a public constructor without parameters, in {@code META-INF/services}.
 */
@ConsumerType
@FunctionalInterface
public interface EngineFactory {

  /**
   * An engine over a storage, with the default limits.
   *
   * @param features switches of the language, named as in {@code --enable-feature}; those that do
   *     not concern it are passed over
   */
  QueryEngine over(SeriesReader storage, Collection<String> features);
}
