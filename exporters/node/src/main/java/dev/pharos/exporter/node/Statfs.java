package dev.pharos.exporter.node;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system call {@code statfs}, which alone tells how many files a file system can hold.
 *
 * <p>The layout of its answer is that of Linux with 64 bits: numbers of 8 bytes, in the order of
 * the manual page. The call may hang for as long as a server does not answer.
 */
final class Statfs {

  /** What a file system answers, in bytes and numbers of files. */
  record Usage(double size, double free, double available, double files, double filesFree) {}

  private static final int BLOCK_SIZE = 8;
  private static final int BLOCKS = 16;
  private static final int BLOCKS_FREE = 24;
  private static final int BLOCKS_AVAILABLE = 32;
  private static final int FILES = 40;
  private static final int FILES_FREE = 48;

  /** Larger than the answer of any libc. */
  private static final long ANSWER_BYTES = 256;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle call;

  Statfs() {
    Linker linker = Linker.nativeLinker();
    call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("statfs"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
            Linker.Option.captureCallState("errno"));
  }

  /**
   * Asks the file system that a path is on.
   *
   * @throws IOException if it does not answer well; the message says why, in the kernel's words
   */
  Usage of(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
      MemorySegment state = arena.allocate(STATE);
      int result = call(state, arena.allocateFrom(path), answer);
      if (result != 0) {
        throw new IOException(reason((int) ERRNO.get(state, 0L)));
      }
      double block = number(answer, BLOCK_SIZE);
      return new Usage(
          number(answer, BLOCKS) * block,
          number(answer, BLOCKS_FREE) * block,
          number(answer, BLOCKS_AVAILABLE) * block,
          number(answer, FILES),
          number(answer, FILES_FREE));
    }
  }

  private int call(MemorySegment state, MemorySegment path, MemorySegment answer) {
    try {
      return (int) call.invokeExact(state, path, answer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a system call throws nothing", e);
    }
  }

  private static double number(MemorySegment answer, int offset) {
    return (double) answer.get(ValueLayout.JAVA_LONG, offset);
  }

  private static String reason(int errno) {
    return switch (errno) {
      case 2 -> "no such file or directory";
      case 5 -> "input/output error";
      case 13 -> "permission denied";
      case 107 -> "transport endpoint is not connected";
      case 112 -> "host is down";
      case 116 -> "stale file handle";
      default -> "errno " + errno;
    };
  }
}
