package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.api.WaitingSection;
import dev.pharos.target.api.ActiveTargets;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The owner of {@code scrape_configs}. */
@Component(
    service = ConfigSection.class,
    immediate = true,
    property = {
      ConfigSection.FILE + "=prometheus",
      ConfigSection.KEY + "=scrape_configs",
    })
public final class ScrapeSection implements WaitingSection {

  private static final System.Logger LOG = System.getLogger(ScrapeSection.class.getName());

  private final ScrapePools pools;
  private volatile List<String> notes = List.of();

  @Activate
  public ScrapeSection(@Reference ScrapePools pools) {
    this.pools = pools;
  }

  @Override
  public Runnable check(ConfigNode file) {
    JobConfigs configs = JobConfigs.read(file, pools);
    return () -> {
      pools.apply(configs);
      if (!configs.notes().equals(notes) && !configs.notes().isEmpty()) {
        LOG.log(Level.WARNING, String.join("; ", configs.notes()));
      }
      notes = configs.notes();
    };
  }

  @Override
  public List<String> waiting() {
    List<String> words = new ArrayList<>();
    for (ActiveTargets.Waiting waiting : pools.waiting()) {
      words.add("job " + waiting.pool() + ": waiting for " + waiting.waitingFor());
    }
    words.addAll(notes);
    return List.copyOf(words);
  }
}
