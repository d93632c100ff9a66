package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All scrape configurations of a file.
 *
 * @param pace the global one, which pools that no file describes have
 * @param jobs in the order of the file
 * @param notes what was written but has no effect, in words
 */
record JobConfigs(JobConfig.Pace pace, List<JobConfig> jobs, List<String> notes) {

  static final JobConfigs NONE = new JobConfigs(JobConfig.Pace.DEFAULT, List.of(), List.of());

  /** Reads them and reports whatever is wrong as problems of the nodes. */
  static JobConfigs read(ConfigNode file, DiscoveryTypes types) {
    JobDefaults defaults = JobDefaults.read(file);
    Map<String, ConfigNode> byName = new HashMap<>();
    List<JobConfig> jobs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (ConfigNode node : file.sections("scrape_configs", "scrape config section")) {
      JobReader reader = new JobReader(node, defaults, types);
      JobConfig job = reader.read();
      notes.addAll(reader.notes());
      ConfigNode before = job.job().isEmpty() ? null : byName.putIfAbsent(job.job(), node);
      if (before != null) {
        node.problem(
            "job_name",
            "found multiple scrape configs with job name \"" + job.job() + "\"",
            "choose another name; the first one is at " + before.position());
      }
      jobs.add(job);
    }
    return new JobConfigs(defaults.pace(), List.copyOf(jobs), List.copyOf(notes));
  }
}
