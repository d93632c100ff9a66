package dev.pharos.web.prometheus;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.target.api.ActiveTargets;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The parts of the platform that the API tells about, each of which may come and go.
 *
 * <p>A handler asks for a part once and goes on with it, so that one answer comes from one part.
 */
@Component(service = Platform.class)
public class Platform {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable QueryEngine engine;

  @Reference(
      target = StorageRole.MAIN_FILTER,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable SeriesReader series;

  @Reference(
      target = StorageRole.MAIN_FILTER,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable SampleWriter writer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable StorageStatus storage;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable StorageAdmin storageAdmin;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable ActiveTargets targets;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable ConfigFiles config;

  /** A platform that has what queries need, and nothing else. */
  static Platform of(QueryEngine engine, SeriesReader series, StorageStatus storage) {
    Platform platform = new Platform();
    platform.engine = engine;
    platform.series = series;
    platform.storage = storage;
    return platform;
  }

  QueryEngine engine() throws ApiException {
    return there(engine, "the query engine");
  }

  SeriesReader series() throws ApiException {
    return there(series, "the storage");
  }

  StorageStatus storage() throws ApiException {
    return there(storage, "the storage's status");
  }

  StorageAdmin storageAdmin() throws ApiException {
    return there(storageAdmin, "the storage's administration");
  }

  ActiveTargets targets() throws ApiException {
    return there(targets, "scraping");
  }

  ConfigFiles config() throws ApiException {
    return there(config, "the configuration");
  }

  private static <T> T there(@Nullable T part, String name) throws ApiException {
    if (part == null) {
      throw ApiException.missing(name);
    }
    return part;
  }

  /** Whether the parts are there, too, that answer queries: they come when the storage has. */
  boolean answersQueries() {
    return isReady() && engine != null && series != null;
  }

  /** Whether there is data to tell of: a configuration is in force and the log was replayed. */
  boolean isReady() {
    ConfigFiles files = config;
    StorageStatus status = storage;
    return files != null
        && files.isLoaded()
        && status != null
        && status.replay().phase() == StorageStatus.Phase.READY;
  }
}
