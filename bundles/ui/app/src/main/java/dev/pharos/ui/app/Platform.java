package dev.pharos.ui.app;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.api.PanelFrames;
import dev.pharos.identity.api.Identities;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.target.api.ActiveTargets;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The services that pages look at, each of which may be absent for a while: a page then says what
 * it waits for, and goes on by itself.
 */
@Component(service = Platform.class)
public final class Platform {

  private final Live<ActiveTargets> targets = new Live<>();
  private final Live<ConfigFiles> config = new Live<>();
  private final Live<StorageStatus> storage = new Live<>();
  private final Live<QueryEngine> queries = new Live<>();
  private final Live<Dashboards> dashboards = new Live<>();
  private final Live<PanelFrames> frames = new Live<>();
  private final Live<Identities> identities = new Live<>();

  public Live<ActiveTargets> targets() {
    return targets;
  }

  public Live<ConfigFiles> config() {
    return config;
  }

  public Live<StorageStatus> storage() {
    return storage;
  }

  public Live<QueryEngine> queries() {
    return queries;
  }

  public Live<Dashboards> dashboards() {
    return dashboards;
  }

  public Live<PanelFrames> frames() {
    return frames;
  }

  public Live<Identities> identities() {
    return identities;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindTargets(ActiveTargets service) {
    targets.come(service);
  }

  void unbindTargets(ActiveTargets service) {
    targets.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindConfig(ConfigFiles service) {
    config.come(service);
  }

  void unbindConfig(ConfigFiles service) {
    config.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStorage(StorageStatus service) {
    storage.come(service);
  }

  void unbindStorage(StorageStatus service) {
    storage.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindQueries(QueryEngine service) {
    queries.come(service);
  }

  void unbindQueries(QueryEngine service) {
    queries.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindDashboards(Dashboards service) {
    dashboards.come(service);
  }

  void unbindDashboards(Dashboards service) {
    dashboards.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindFrames(PanelFrames service) {
    frames.come(service);
  }

  void unbindFrames(PanelFrames service) {
    frames.go(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindIdentities(Identities service) {
    identities.come(service);
  }

  void unbindIdentities(Identities service) {
    identities.go(service);
  }
}
