package dev.pharos.dashboard.api;

import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.Frame;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns a panel's definition into the frames it draws: queries run, units and names resolved. The
 * browser only draws.
 *
 * <p>Safe for use by several threads.
 */
@ProviderType
public interface PanelFrames {

  /**
   * What a panel draws.
   *
   * @param frames the data
   * @param errors what failed or may be missing, a line each, beginning with the query's name; the
   *     frames of the others are there
   */
  record Drawing(List<Frame> frames, List<String> errors) {}

  /**
   * Runs the queries of a panel.
   *
   * @param points how many points per series the panel has room for, at least 2
   */
  Drawing frames(Access access, PanelDefinition panel, TimeRange range, int points);
}
