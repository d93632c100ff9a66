package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a data folder, open and lent to readers.
 *
 * <p>What the folder holds counts, not what was done to it: {@link #rescan} finds blocks that were
 * put there or taken away from outside. A block that others were made into is deleted, once the
 * block they went into is open. A block that cannot be opened is left as it is, and tried again
 * whenever one of its files has changed; all others are served.
 *
 * <p>A deleted block is in no list any more; its files go when the last reader has closed the list
 * it is in. Safe for use by several threads.
 */
public final class BlockFolder implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BlockFolder.class.getName());

  private static final Comparator<HeldBlock> BY_TIME =
      Comparator.comparingLong((HeldBlock held) -> held.block().meta().minMillis())
          .thenComparing(held -> held.block().meta().ulid());

  /**
   * A block that could not be opened.
   *
   * @param name of its folder
   * @param reason what is wrong with it, and what to do
   */
  public record SetAside(String name, String reason) {}

  /** A block that is left alone until its files change. */
  private record Left(long stamp, SetAside what) {}

  private final Path folder;
  private final CompactionFigures figures;
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<Ulid, Left> left = new HashMap<>();

  /** Deleted blocks whose files are still there, as somebody reads them or they cannot go. */
  private final Set<Ulid> leaving = ConcurrentHashMap.newKeySet();

  /** Those of them that nobody reads. */
  private final Set<Ulid> unread = ConcurrentHashMap.newKeySet();

  private volatile BlockGeneration latest = new BlockGeneration(List.of());
  private volatile List<SetAside> setAside = List.of();
  private volatile boolean closed;

  private BlockFolder(Path folder, CompactionFigures figures) {
    this.folder = folder;
    this.figures = figures;
  }

  /**
   * Opens all blocks of a folder and deletes what work that was cut short has left there.
   *
   * @throws IOException if the folder cannot be read
   */
  public static BlockFolder open(Path folder, CompactionFigures figures) throws IOException {
    int leftOvers = BlockFiles.deleteLeftOvers(folder);
    if (leftOvers > 0) {
      LOG.log(
          Level.INFO,
          "Deleted {0} unfinished blocks in {1}, left by an earlier run",
          leftOvers,
          folder);
    }
    BlockFolder blocks = new BlockFolder(folder, figures);
    blocks.rescan();
    return blocks;
  }

  /** The folder of the data. */
  public Path path() {
    return folder;
  }

  /**
   * The blocks there are, held until the list is closed.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public BlockList blocks() {
    while (!closed) {
      BlockGeneration generation = latest;
      if (generation.hold()) {
        return new BlockList(generation);
      }
    }
    throw new IllegalStateException("the blocks in " + folder + " have been closed");
  }

  /** What is known of the blocks there are, in the order of their first instants. */
  public List<BlockMeta> metas() {
    return latest.blocks().stream().map(Block::meta).toList();
  }

  /** The blocks there are, with the room they take. */
  List<Retention.Sized> sized() {
    return latest.held().stream()
        .map(
            held ->
                new Retention.Sized(
                    held.block().meta(), InOrderEnd.seen(held.block()), held.bytes()))
        .toList();
  }

  /** Bytes of all blocks that are read. */
  public long bytes() {
    return latest.held().stream().mapToLong(HeldBlock::bytes).sum();
  }

  /** Bytes that the tables of symbols of these take in memory. */
  public long symbolBytes() {
    return latest.held().stream().mapToLong(held -> held.block().symbolBytes()).sum();
  }

  /** Blocks that are there but cannot be read. */
  public List<SetAside> setAside() {
    return setAside;
  }

  /**
   * The first instant after all blocks that were cut off the head; late samples aside. What the log
   * holds of earlier ones is in blocks.
   */
  public OptionalLong inOrderEndMillis() {
    try (BlockList list = blocks()) {
      return InOrderEnd.of(list.blocks());
    }
  }

  /**
   * Looks at the folder: opens what is new, lets go of what is gone, deletes what is superseded.
   *
   * @throws IOException if the folder cannot be read; what was open stays so
   */
  public void rescan() throws IOException {
    changing.lock();
    try {
      if (!closed) {
        figures.reloads.increment();
        deleteUnread();
        Map<Ulid, HeldBlock> blocks = present();
        Set<Ulid> superseded = superseded(blocks.values());
        publish(blocks, superseded);
      }
    } catch (IOException e) {
      figures.reloadFailures.increment();
      throw e;
    } finally {
      changing.unlock();
    }
  }

  /** Deletes blocks. Their files go when nobody reads them any more. */
  public void delete(Collection<Ulid> ulids) {
    changing.lock();
    try {
      Map<Ulid, HeldBlock> blocks = new HashMap<>();
      for (HeldBlock held : latest.held()) {
        blocks.put(held.block().meta().ulid(), held);
      }
      Set<Ulid> known = new HashSet<>(ulids);
      known.retainAll(blocks.keySet());
      publish(blocks, known);
    } finally {
      changing.unlock();
    }
  }

  /** All blocks in the folder but those that leave: open already, or opened now. */
  private Map<Ulid, HeldBlock> present() throws IOException {
    Map<Ulid, HeldBlock> open = new HashMap<>();
    for (HeldBlock held : latest.held()) {
      open.put(held.block().meta().ulid(), held);
    }
    Map<Ulid, HeldBlock> present = new HashMap<>();
    Set<Ulid> seen = new HashSet<>();
    for (Ulid ulid : list()) {
      seen.add(ulid);
      HeldBlock held = open.get(ulid);
      if (held == null && !leaving.contains(ulid)) {
        held = tryToOpen(ulid);
      }
      if (held != null && !leaving.contains(ulid)) {
        present.put(ulid, held);
      }
    }
    left.keySet().retainAll(seen);
    return present;
  }

  private Set<Ulid> list() throws IOException {
    Set<Ulid> ulids = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        Optional<Ulid> ulid = Ulid.parse(name).filter(parsed -> parsed.toString().equals(name));
        if (ulid.isPresent() && Files.isDirectory(entry)) {
          ulids.add(ulid.get());
        }
      }
    }
    return ulids;
  }

  private @Nullable HeldBlock tryToOpen(Ulid ulid) throws IOException {
    Path path = folder.resolve(ulid.toString());
    Left before = left.get(ulid);
    long stamp = before == null ? 0 : BlockFiles.stamp(path);
    if (before != null && before.stamp() == stamp) {
      return null;
    }
    try {
      Block block = Block.open(path);
      left.remove(ulid);
      return new HeldBlock(block, block.sizeBytes(), () -> closed(ulid));
    } catch (IOException e) {
      if (Files.exists(path)) {
        leave(ulid, path, e);
      }
      return null;
    }
  }

  private void leave(Ulid ulid, Path path, IOException failure) throws IOException {
    String reason = String.valueOf(failure.getMessage());
    left.put(ulid, new Left(BlockFiles.stamp(path), new SetAside(ulid.toString(), reason)));
    LOG.log(
        Level.WARNING,
        "Block {0} is left out, and all others are read: {1}. It stays where it is, and is tried"
            + " again once one of its files changes; what it holds is missing from queries until"
            + " then",
        ulid,
        reason);
  }

  /** Those of the blocks that went into another, or that are marked to be deleted. */
  private static Set<Ulid> superseded(Collection<HeldBlock> blocks) {
    Set<Ulid> open = new HashSet<>();
    Set<Ulid> superseded = new HashSet<>();
    for (HeldBlock held : blocks) {
      BlockMeta meta = held.block().meta();
      open.add(meta.ulid());
      if (meta.compaction().deletable()) {
        superseded.add(meta.ulid());
      }
      meta.compaction().parents().forEach(parent -> superseded.add(parent.ulid()));
    }
    superseded.retainAll(open);
    return superseded;
  }

  /** Makes a new generation of those blocks that do not go. */
  private void publish(Map<Ulid, HeldBlock> blocks, Set<Ulid> going) {
    leaving.addAll(going);
    List<HeldBlock> staying =
        blocks.values().stream()
            .filter(held -> !going.contains(held.block().meta().ulid()))
            .sorted(BY_TIME)
            .toList();
    setAside =
        left.values().stream()
            .map(Left::what)
            .sorted(Comparator.comparing(SetAside::name))
            .toList();
    BlockGeneration before = latest;
    Set<HeldBlock> dropped = new HashSet<>(before.held());
    dropped.addAll(blocks.values());
    staying.forEach(dropped::remove);
    if (!staying.equals(before.held())) {
      latest = new BlockGeneration(staying);
      before.release();
    }
    dropped.forEach(HeldBlock::release);
  }

  /** The last reader of a block has gone. */
  private void closed(Ulid ulid) {
    if (leaving.contains(ulid)) {
      unread.add(ulid);
      deleteUnread();
    }
  }

  private void deleteUnread() {
    for (Ulid ulid : List.copyOf(unread)) {
      try {
        BlockFiles.delete(folder.resolve(ulid.toString()));
        unread.remove(ulid);
        leaving.remove(ulid);
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "Block {0} is not needed any more, but its files stay until the next attempt: {1}",
            ulid,
            String.valueOf(e));
      }
    }
  }

  /** Lets go of all blocks; each is closed once nobody reads it any more. */
  @Override
  public void close() {
    changing.lock();
    try {
      if (!closed) {
        closed = true;
        List<HeldBlock> blocks = latest.held();
        latest.release();
        blocks.forEach(HeldBlock::release);
      }
    } finally {
      changing.unlock();
    }
  }
}
