package dev.pharos.cli;

import dev.pharos.storage.api.StorageTool;
import java.util.ServiceLoader;

/** Finds the tool for data folders among the jars of the distribution. */
final class StorageTools {

  private StorageTools() {}

  static StorageTool find() {
    return ServiceLoader.load(StorageTool.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no bundle of this distribution knows data folders; dev.pharos.storage.tsdb is"
                        + " missing from bundles/"));
  }
}
