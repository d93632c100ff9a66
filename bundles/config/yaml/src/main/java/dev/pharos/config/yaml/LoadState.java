package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, and how the last attempt went; replaced as a whole.
 *
 * @param files the files in force; empty before the first load
 * @param appliedAtMillis since when, in milliseconds since the Unix epoch; 0 before the first load
 * @param problems of the last attempt, by file
 * @param late problems of sections that came after the files were loaded
 * @param attempted whether there was an attempt at all
 */
record LoadState(
    Map<FileKind, LoadedFile> files,
    long appliedAtMillis,
    Map<FileKind, List<ConfigProblem>> problems,
    Map<Owner, List<ConfigProblem>> late,
    boolean attempted) {

  static final LoadState NOTHING = new LoadState(Map.of(), 0, Map.of(), Map.of(), false);

  LoadState {
    files = Map.copyOf(files);
    problems = Map.copyOf(problems);
    late = Map.copyOf(late);
  }

  static LoadState of(Map<FileKind, LoadedFile> files, long nowMillis) {
    return new LoadState(files, nowMillis, Map.of(), Map.of(), true);
  }

  LoadState failed(Map<FileKind, List<ConfigProblem>> found) {
    return new LoadState(files, appliedAtMillis, found, late, true);
  }

  LoadState late(Owner owner, List<ConfigProblem> found) {
    Map<Owner, List<ConfigProblem>> all = new HashMap<>(late);
    if (found.isEmpty()) {
      all.remove(owner);
    } else {
      all.put(owner, found);
    }
    return new LoadState(files, appliedAtMillis, problems, all, attempted);
  }

  boolean loaded() {
    return !files.isEmpty();
  }

  boolean lastSucceeded() {
    return attempted && problems.values().stream().allMatch(List::isEmpty);
  }

  @Nullable LoadedFile file(String name) {
    for (LoadedFile file : files.values()) {
      if (file.kind().text().equals(name)) {
        return file;
      }
    }
    return null;
  }

  List<ConfigProblem> problems(FileKind kind) {
    return problems.getOrDefault(kind, List.of());
  }

  List<ConfigProblem> lateProblems(Owner owner) {
    return late.getOrDefault(owner, List.of());
  }
}
