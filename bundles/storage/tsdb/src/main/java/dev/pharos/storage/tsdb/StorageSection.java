package dev.pharos.storage.tsdb;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.api.WaitingSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * The owner of {@code storage}: keeps what it says for the database, which may start later than the
 * file is read, and tells it of changes.
 */
@Component(
    service = {ConfigSection.class, StorageSection.class},
    immediate = true,
    property = {ConfigSection.FILE + "=prometheus", ConfigSection.KEY + "=storage"})
public final class StorageSection implements WaitingSection {

  private record Tsdb(Duration window, FileSettings.Retention retention) {
    static final Tsdb NONE =
        new Tsdb(FileSettings.NONE.outOfOrderWindow(), FileSettings.Retention.NONE);
  }

  /** Null until the file has been read. */
  private @Nullable FileSettings current;

  private volatile List<String> notes = List.of();
  private @Nullable Consumer<FileSettings> follower;

  @Override
  public Runnable check(ConfigNode file) {
    List<String> found = new ArrayList<>();
    FileSettings settings =
        file.section("storage").map(storage -> read(storage, found)).orElse(FileSettings.NONE);
    return () -> apply(settings, found);
  }

  private static FileSettings read(ConfigNode storage, List<String> notes) {
    Tsdb tsdb = storage.section("tsdb").map(section -> tsdb(section, notes)).orElse(Tsdb.NONE);
    int exemplars =
        storage
            .section("exemplars")
            .map(StorageSection::exemplars)
            .orElse(FileSettings.NONE.maxExemplars());
    storage.refuseUnknown();
    return new FileSettings(tsdb.window(), tsdb.retention(), exemplars);
  }

  private static Tsdb tsdb(ConfigNode section, List<String> notes) {
    Duration window = section.duration("out_of_order_time_window", Duration.ZERO);
    if (section.number("stale_series_compaction_threshold", 0) != 0) {
      notes.add("storage.tsdb.stale_series_compaction_threshold has no effect in this version");
    }
    section.section("chunk_encoding").ifPresent(encoding -> checkEncoding(encoding, notes));
    var retention = section.section("retention").map(StorageSection::retention);
    section.refuseUnknown();
    return new Tsdb(window, retention.orElse(FileSettings.Retention.NONE));
  }

  private static FileSettings.Retention retention(ConfigNode section) {
    FileSettings.Retention retention =
        new FileSettings.Retention(time(section), bytes(section), percentage(section));
    section.refuseUnknown();
    return retention;
  }

  private static @Nullable Duration time(ConfigNode retention) {
    Duration time = retention.duration("time", Duration.ZERO);
    return time.isZero() ? null : time;
  }

  private static long bytes(ConfigNode retention) {
    String text = retention.text("size", "");
    if (text.startsWith("-")) {
      retention.problem(
          "size",
          "'storage.tsdb.retention.size' must be greater than or equal to 0, got " + text,
          "write a size such as 50GB, or leave it out");
      return 0;
    }
    return retention.bytes("size", 0);
  }

  private static double percentage(ConfigNode retention) {
    double percentage = retention.number("percentage", 0);
    if (percentage >= 0 && percentage <= 100) {
      return percentage;
    }
    retention.problem(
        "percentage",
        "'storage.tsdb.retention.percentage' must be in the range [0, 100], got " + percentage,
        "write which share of the disk the data may take, such as 80");
    return 0;
  }

  private static void checkEncoding(ConfigNode encoding, List<String> notes) {
    String floats = encoding.text("floats", "xor");
    switch (floats) {
      case "xor" -> {}
      case "xor2" ->
          notes.add(
              "storage.tsdb.chunk_encoding.floats: xor2 is not written in this version, xor is");
      default ->
          encoding.problem(
              "floats",
              "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be"
                  + " omitted entirely, got \""
                  + floats
                  + '"',
              "leave it out");
    }
    encoding.refuseUnknown();
  }

  private static int exemplars(ConfigNode section) {
    long count = section.integer("max_exemplars", FileSettings.NONE.maxExemplars());
    section.refuseUnknown();
    // The original takes numbers below zero too, and holds none then.
    return Math.clamp(count, 0, Integer.MAX_VALUE);
  }

  private void apply(FileSettings settings, List<String> found) {
    notes = List.copyOf(found);
    Consumer<FileSettings> told;
    synchronized (this) {
      current = settings;
      told = follower;
    }
    if (told != null) {
      told.accept(settings);
    }
  }

  /**
   * Names who is told of changes from now on; null for nobody.
   *
   * @return what is in force; null if the file has not been read yet
   */
  @Nullable FileSettings follow(@Nullable Consumer<FileSettings> told) {
    synchronized (this) {
      follower = told;
      return current;
    }
  }

  @Override
  public List<String> waiting() {
    return notes;
  }
}
