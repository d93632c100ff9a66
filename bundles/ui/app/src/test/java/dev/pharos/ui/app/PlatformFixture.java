package dev.pharos.ui.app;

import dev.pharos.target.api.ActiveTargets;

/** Platforms for tests of other packages. */
public final class PlatformFixture {

  private PlatformFixture() {}

  public static Platform with(ActiveTargets targets) {
    Platform platform = new Platform();
    platform.bindTargets(targets);
    return platform;
  }
}
