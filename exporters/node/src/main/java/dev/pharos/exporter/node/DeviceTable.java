package dev.pharos.exporter.node;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of devices as the kernel lists them, device by device, to be written as metrics have
 * them, family by family.
 */
final class DeviceTable {

  /**
   * A column of the table.
   *
   * @param factor what the kernel's number is multiplied with
   */
  record Column(String metric, MetricType type, String help, double factor) {

    static Column counter(String metric, String help) {
      return new Column(metric, MetricType.COUNTER, help, 1);
    }
  }

  private final List<Column> columns;
  private final List<Labels> devices = new ArrayList<>();
  private final List<double[]> rows = new ArrayList<>();

  DeviceTable(List<Column> columns) {
    this.columns = columns;
  }

  /** Reads what is left of the line as the numbers of a device; a short line lacks the last. */
  double[] read(Labels device, HostText text) {
    double[] row = new double[columns.size()];
    Arrays.fill(row, Double.NaN);
    for (int i = 0; i < row.length && text.hasWord(); i++) {
      row[i] = text.number() * columns.get(i).factor;
    }
    devices.add(device);
    rows.add(row);
    return row;
  }

  void write(MetricWriter out) throws IOException {
    for (int column = 0; column < columns.size(); column++) {
      boolean begun = false;
      for (int row = 0; row < rows.size(); row++) {
        double value = rows.get(row)[column];
        if (!Double.isNaN(value)) {
          if (!begun) {
            Column of = columns.get(column);
            out.family(of.metric, of.type, of.help);
            begun = true;
          }
          out.sample(devices.get(row), value);
        }
      }
    }
  }
}
