package dev.pharos.distribution.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Something that happens to a file.
 *
 * @param file relative to the data folder
 * @param at the byte that is changed, or the length that is left
 * @param bit which bit of it
 */
record Damage(Kind kind, Path file, long at, int bit) {

  enum Kind {
    FLIPPED,
    TRUNCATED,
    MISSING
  }

  /** One of ten is missing, two are cut, the others have a bit flipped. */
  static Damage choose(Path data, Path file, Random random) throws IOException {
    long size = Files.size(file);
    int dice = size == 0 ? 0 : random.nextInt(10);
    Kind kind = dice == 0 ? Kind.MISSING : dice < 3 ? Kind.TRUNCATED : Kind.FLIPPED;
    return new Damage(
        kind, data.relativize(file), size == 0 ? 0 : random.nextLong(size), random.nextInt(8));
  }

  void apply(Path data) throws IOException {
    Path target = data.resolve(file);
    switch (kind) {
      case MISSING -> Files.delete(target);
      case TRUNCATED -> {
        try (RandomAccessFile open = new RandomAccessFile(target.toFile(), "rw")) {
          open.setLength(at);
        }
      }
      case FLIPPED -> {
        try (RandomAccessFile open = new RandomAccessFile(target.toFile(), "rw")) {
          open.seek(at);
          int old = open.read();
          open.seek(at);
          open.write(old ^ 1 << bit);
        }
      }
    }
  }

  /** What sort of file it is: its folder, or its name within a block. */
  String sort() {
    String first = file.getName(0).toString();
    if (first.length() == 26) {
      return "block " + file.getName(1);
    }
    return file.getNameCount() == 3 ? "checkpoint" : first;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case MISSING -> file + " missing";
      case TRUNCATED -> file + " cut to " + at + " bytes";
      case FLIPPED -> String.format(Locale.ROOT, "%s bit %d of byte %d flipped", file, bit, at);
    };
  }
}
