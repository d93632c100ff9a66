package dev.pharos.source.api;

import dev.pharos.identity.api.Access;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A place where data can be asked for. Safe for use by several threads. */
@ConsumerType
public interface DataSource {

  /** Service property: the name dashboards refer to it by. */
  String NAME = "pharos.source";

  /**
   * Answers a query with frames: one per series over time, or one for all at an instant.
   *
   * @throws DataSourceException if the query is wrong or the source cannot answer
   */
  List<Frame> query(Access access, DataQuery query) throws DataSourceException;
}
