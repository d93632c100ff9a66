package dev.pharos.source.api;

import dev.pharos.config.api.ConfigNode;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes data sources of one type from their configuration sections.
 *
 * <p>Register it as a service with the property {@link #TYPE}. Safe for use by several threads.
 */
@ConsumerType
@FunctionalInterface
public interface DataSourceFactory {

  /** Service property: the type this factory makes, such as {@code prometheus}. */
  String TYPE = "pharos.type";

  /** Makes a source that has touched neither disk nor network yet; problems go to the section. */
  DataSource create(ConfigNode section);
}
