package dev.pharos.config.yaml;

import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Loads the configuration again, when the process is told so by a signal. */
@Component(service = Callable.class, property = "pharos.command=reload")
public final class ReloadCommand implements Callable<String> {

  private final ConfigLoader loader;

  @Activate
  public ReloadCommand(@Reference ConfigLoader loader) {
    this.loader = loader;
  }

  @Override
  public String call() throws Exception {
    loader.reload();
    return "configuration reloaded";
  }
}
