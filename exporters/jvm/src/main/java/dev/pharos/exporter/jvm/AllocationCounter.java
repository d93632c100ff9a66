package dev.pharos.exporter.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes allocated in each memory pool from what the collectors tell after their work: a
 * pool has grown by what it held before a collection less what it held after the one before.
 *
 * <p>So the figure moves at collections only, and lacks what was allocated since the last.
 */
final class AllocationCounter implements NotificationListener {

  private static final System.Logger LOG = System.getLogger(AllocationCounter.class.getName());

  private final Map<String, LongAdder> allocatedBytes = new ConcurrentSkipListMap<>();
  private final Map<String, Long> usedAfterBytes = new ConcurrentHashMap<>();

  void start() {
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  void stop() {
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(this);
        } catch (ListenerNotFoundException e) {
          LOG.log(Level.DEBUG, "{0} had forgotten its listener", collector.getName());
        }
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object unused) {
    if (notification.getUserData() instanceof CompositeData data
        && GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
            notification.getType())) {
      GcInfo collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
      Map<String, MemoryUsage> after = collection.getMemoryUsageAfterGc();
      collection
          .getMemoryUsageBeforeGc()
          .forEach(
              (pool, before) -> {
                MemoryUsage left = after.get(pool);
                if (left != null) {
                  count(pool, before.getUsed(), left.getUsed());
                }
              });
    }
  }

  /** A pool held so much before a collection, and so much after it. */
  void count(String pool, long beforeBytes, long afterBytes) {
    Long last = usedAfterBytes.put(pool, afterBytes);
    long grown = beforeBytes - (last == null ? 0 : last);
    if (grown > 0) {
      allocatedBytes.computeIfAbsent(pool, absent -> new LongAdder()).add(grown);
    }
  }

  void write(MetricWriter out) throws IOException {
    out.family(
        "jvm_memory_pool_allocated_bytes_total",
        MetricType.COUNTER,
        "Total bytes allocated in a given JVM memory pool. Only updated after GC, not continuously.",
        "bytes");
    for (Map.Entry<String, LongAdder> pool : allocatedBytes.entrySet()) {
      out.sample(Labels.of("pool", pool.getKey()), (double) pool.getValue().sum());
    }
  }
}
