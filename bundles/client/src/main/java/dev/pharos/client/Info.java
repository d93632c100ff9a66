package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;

/**
 * Facts that do not change while a process runs, told as labels of a series that is always 1. Its
 * name ends in {@code _info}.
 *
 * <pre>{@code
 * # HELP shop_build_info What is running.
 * # TYPE shop_build_info gauge
 * shop_build_info{version="1.2"} 1
 * }</pre>
 */
public final class Info implements Metric {

  private final Description description;
  private final Labels labels;

  Info(Description description, Labels labels) {
    this.description = description;
    this.labels = labels;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public void write(MetricWriter out) throws IOException {
    description.writeTo(out);
    out.sample(labels, 1);
  }

  /** Makes infos. */
  public static final class Builder extends MetricBuilder<Builder, Info> {

    private Labels labels = Labels.EMPTY;

    Builder() {
      super(MetricType.INFO);
    }

    /** Adds a fact. */
    public Builder fact(String label, String value) {
      labels = labels.with(label, value);
      return labelNames(labels.toMap().keySet().toArray(new String[0]));
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Info make(Description description) {
      return new Info(description, labels);
    }
  }
}
