package dev.pharos.config.yaml;

import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Loads the configuration for the first time, when the launcher says that all bundles are there.
 */
@Component(service = Callable.class, property = "pharos.command=load")
public final class LoadCommand implements Callable<String> {

  private final ConfigLoader loader;

  @Activate
  public LoadCommand(@Reference ConfigLoader loader) {
    this.loader = loader;
  }

  @Override
  public String call() throws Exception {
    loader.load();
    return "configuration loaded";
  }
}
