package dev.pharos.storage.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A lock on a file by {@code flock(2)}, the kind that Prometheus takes. It and the kind that Java
 * has, {@code fcntl(2)}, do not see each other.
 *
 * <p>Closing one gives up the other kind of lock that this process has on the file, too.
 */
final class Flock implements Closeable {

  private static final System.Logger LOG = System.getLogger(Flock.class.getName());

  private static final int READ_WRITE = 2;
  private static final int CLOSE_ON_EXEC_LINUX = 0x80000;
  private static final int CLOSE_ON_EXEC_MAC = 0x1000000;
  private static final int EXCLUSIVE_WITHOUT_WAITING = 2 | 4;
  private static final int WOULD_BLOCK_LINUX = 11;
  private static final int WOULD_BLOCK_MAC = 35;

  private static final FunctionDescriptor TWO_NUMBERS =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final int descriptor;

  private Flock(int descriptor) {
    this.descriptor = descriptor;
  }

  /** What came of an attempt. */
  enum Outcome {
    TAKEN,
    HELD_BY_ANOTHER,
    /** The system or the file system has no such locks, or this process may not call it. */
    NOT_THERE
  }

  /**
   * What an attempt has brought.
   *
   * @param lock there if it was taken
   */
  record Attempt(Outcome outcome, Optional<Flock> lock) {}

  /** Tries to lock a file that is there. */
  static Attempt attempt(Path file) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean mac = system.startsWith("mac");
    if (!mac && !system.startsWith("linux")) {
      return new Attempt(Outcome.NOT_THERE, Optional.empty());
    }
    try {
      return attempt(file, mac);
    } catch (Throwable e) {
      LOG.log(Level.DEBUG, "No flock on " + file, e);
      return new Attempt(Outcome.NOT_THERE, Optional.empty());
    }
  }

  @SuppressWarnings("restricted") // The calls are those that the manual tells, with its types.
  private static Attempt attempt(Path file, boolean mac) throws Throwable {
    Linker linker = Linker.nativeLinker();
    Linker.Option errno = Linker.Option.captureCallState("errno");
    MemoryLayout state = Linker.Option.captureStateLayout();
    VarHandle errors = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    MethodHandle open =
        linker.downcallHandle(
            symbol(linker, "open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle flock = linker.downcallHandle(symbol(linker, "flock"), TWO_NUMBERS, errno);
    try (Arena arena = Arena.ofConfined()) {
      int how = READ_WRITE | (mac ? CLOSE_ON_EXEC_MAC : CLOSE_ON_EXEC_LINUX);
      int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), how);
      if (descriptor < 0) {
        return new Attempt(Outcome.NOT_THERE, Optional.empty());
      }
      Flock lock = new Flock(descriptor);
      MemorySegment called = arena.allocate(state);
      if ((int) flock.invokeExact(called, descriptor, EXCLUSIVE_WITHOUT_WAITING) == 0) {
        return new Attempt(Outcome.TAKEN, Optional.of(lock));
      }
      int error = (int) errors.get(called, 0L);
      lock.close();
      boolean held = error == (mac ? WOULD_BLOCK_MAC : WOULD_BLOCK_LINUX);
      return new Attempt(held ? Outcome.HELD_BY_ANOTHER : Outcome.NOT_THERE, Optional.empty());
    }
  }

  private static MemorySegment symbol(Linker linker, String name) {
    SymbolLookup lookup = linker.defaultLookup();
    return lookup.find(name).orElseThrow(() -> new UnsupportedOperationException("no " + name));
  }

  @Override
  @SuppressWarnings("restricted") // As above.
  public void close() throws IOException {
    Linker linker = Linker.nativeLinker();
    MethodHandle close =
        linker.downcallHandle(
            symbol(linker, "close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int failed = (int) close.invokeExact(descriptor);
      if (failed != 0) {
        throw new IOException("the lock could not be closed");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("the lock could not be closed", e);
    }
  }
}
