package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series that are wanted in several places of a query: computed once, and kept until the last place
 * has had them. Where it turns out to be wanted in one place only, it passes series on.
 */
public final class Shared extends VectorOperator {

  private final VectorOperator input;
  private int places;
  private int served;
  private @Nullable List<Column> columns;

  public Shared(Place place, VectorOperator input) {
    super(place, List.of(input));
    this.input = input;
  }

  /** Says, before the query runs, that the series are wanted in one more place. */
  public void addPlace() {
    places++;
  }

  /** Whether the series are wanted in several places. */
  public boolean isShared() {
    return places > 1;
  }

  @Override
  boolean isNameless() {
    return input.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    if (isShared()) {
      give(serve(), sink);
    } else {
      input.stream(sink);
    }
  }

  private List<Column> serve() throws StorageException {
    List<Column> all = columns == null ? columns(input) : columns;
    served++;
    columns = served < places ? all : null;
    return all;
  }

  @Override
  void done() {
    if (columns == null) {
      super.done();
    }
  }

  @Override
  public List<Column> gather(Tally holder) throws StorageException {
    if (!isShared()) {
      return input.gather(holder);
    }
    query().access().check();
    List<Column> all = serve();
    if (columns == null) {
      // Whoever comes last has them alone.
      done();
      holder.hold(all);
    }
    return all;
  }
}
