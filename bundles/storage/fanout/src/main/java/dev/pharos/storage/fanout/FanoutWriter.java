package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Starts batches over the parts that are there at that moment. */
final class FanoutWriter implements SampleWriter {

  private final Supplier<Generation> parts;
  private final PartFailures failures;

  FanoutWriter(Supplier<Generation> parts, PartFailures failures) {
    this.parts = parts;
    this.failures = failures;
  }

  @Override
  public SampleBatch begin() throws StorageException {
    Generation generation = parts.get();
    SampleBatch main = generation.main().service().begin();
    List<SecondBatch> seconds = new ArrayList<>(generation.seconds().size());
    for (SecondPart second : generation.seconds()) {
      seconds.add(new SecondBatch(second, failures));
    }
    return new FanoutBatch(generation.number(), main, seconds);
  }
}
