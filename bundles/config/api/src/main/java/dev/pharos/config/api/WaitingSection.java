package dev.pharos.config.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A section that may name what another bundle brings, such as a discovery, and knows which of it is
 * absent at present.
 */
@ConsumerType
public interface WaitingSection extends ConfigSection {

  /**
   * What the configuration in force waits for, each in words; called at any time, by any thread.
   */
  List<String> waiting();
}
