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
   * What a source answers.
   *
   * @param frames the data: one frame per series over time, or one for all series at an instant
   * @param warnings what may be missing or wrong with it, a line each
   */
  record Answer(List<Frame> frames, List<String> warnings) {
    public Answer {
      frames = List.copyOf(frames);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Answers a query.
   *
   * <p>Called on a virtual thread, by several at once; a source that takes its time calls {@link
   * Access#check} now and then.
   *
   * @throws DataSourceException if the query is wrong or the source cannot answer
   */
  Answer query(Access access, DataQuery query) throws DataSourceException;
}
