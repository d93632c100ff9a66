package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.LabelSets;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.BinaryOperations;
import dev.pharos.query.promql.function.Remark;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operators between the series of two vectors that match.
 *
 * <p>One side is the one of which there is but a single series per match group; it is the right one
 * unless {@code group_right} says otherwise.
 */
public final class Match extends VectorOperator {

  /** The series of both sides that match each other. */
  private static final class Group {
    final List<Column> many = new ArrayList<>();

    /** The places of those among all of their side. */
    final List<Integer> order = new ArrayList<>();

    final List<Column> one = new ArrayList<>();
  }

  /**
   * Series of both sides that may meet.
   *
   * @param order the place of {@code many} among all of its side
   * @param one null where none is there and one is filled in
   * @param pick the index of {@code one} in its group
   * @param labels of what they come to
   */
  private record Pair(Column many, int order, @Nullable Column one, int pick, Labels labels) {}

  private static final int NONE = -1;

  private final VectorOperator left;
  private final VectorOperator right;
  private final Expr.Binary binary;
  private final Matching matching;
  private final Signature signature;
  private final BinaryOperator operator;
  private final Grid grid;
  private final boolean swapped;
  private final @Nullable Double fillOne;
  private final @Nullable Double fillMany;
  private final ColumnBuilder out;
  private final List<Column> results = new ArrayList<>();

  /**
   * Why the sides do not match; of several reasons the one that comes first when instants are gone
   * through one after the other, and at each of them the one side before the many.
   *
   * @param side 0 for the one side, 1 for the many
   * @param series index of the offending series on its side
   */
  private record Mismatch(int step, int side, int series, EvaluationException reason) {
    boolean isBefore(Mismatch other) {
      return step != other.step
          ? step < other.step
          : side != other.side ? side < other.side : series < other.series;
    }
  }

  private @Nullable Mismatch mismatch;

  /** What there is to tell at each instant, and of which series of the many side; none at first. */
  private @Nullable Remark[] remarks = new Remark[0];

  private int[] remarkOrders = new int[0];
  private List<Column> manySide = List.of();
  private List<Column> oneSide = List.of();

  /** At which instants anything can match at all. */
  private boolean[] active = new boolean[0];

  public Match(Place place, Expr.Binary binary, VectorOperator left, VectorOperator right) {
    super(place, List.of(left, right));
    this.left = left;
    this.right = right;
    this.binary = binary;
    this.matching = Objects.requireNonNull(binary.matching());
    this.signature = new Signature(matching);
    this.operator = binary.operator();
    this.grid = place.grid();
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    // The sides trade places with group_right, and the fill values with them.
    this.fillOne = matching.fillRight();
    this.fillMany = matching.fillLeft();
    this.out = new ColumnBuilder(grid.size());
  }

  @Override
  void produce(Sink sink) throws StorageException {
    List<Column> onTheLeft = columns(left);
    List<Column> onTheRight = columns(right);
    manySide = swapped ? onTheRight : onTheLeft;
    oneSide = swapped ? onTheLeft : onTheRight;
    active = active(manySide, oneSide);
    match();
    List<Column> merged = Names.merge(results);
    results.clear();
    give(merged, sink);
  }

  private void match() {
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (int m = 0; m < manySide.size(); m++) {
      Column column = manySide.get(m);
      Group group = groups.computeIfAbsent(signature.of(column), s -> new Group());
      group.many.add(column);
      group.order.add(m);
    }
    for (Column column : oneSide) {
      groups.computeIfAbsent(signature.of(column), s -> new Group()).one.add(column);
    }
    groups.forEach(this::match);
    if (mismatch != null) {
      throw mismatch.reason();
    }
    for (Remark remark : remarks) {
      if (remark != null) {
        remark.tell(annotations(), binary.at());
      }
    }
  }

  private boolean[] active(List<Column> many, List<Column> one) {
    boolean[] both = present(many);
    if (fillOne != null || fillMany != null) {
      Arrays.fill(both, true);
      return both;
    }
    boolean[] other = present(one);
    for (int i = 0; i < both.length; i++) {
      both[i] &= other[i];
    }
    return both;
  }

  private boolean[] present(List<Column> columns) {
    boolean[] present = new boolean[grid.size()];
    for (Column column : columns) {
      column.markPresent(present);
    }
    return present;
  }

  private void match(Labels signature, Group group) {
    int[] picks = picks(signature, group.one);
    BitSet matched = new BitSet();
    List<Pair> pairs = pairs(group);
    Map<Labels, BitSet> taken = taken(pairs);
    for (Pair pair : pairs) {
      query().access().check();
      compute(
          pair,
          picks,
          matching.cardinality() == Cardinality.ONE_TO_ONE ? matched : taken.get(pair.labels()));
    }
    if (fillMany != null) {
      fill(signature, group, picks);
    }
  }

  private List<Pair> pairs(Group group) {
    List<Pair> pairs = new ArrayList<>(group.many.size());
    for (int m = 0; m < group.many.size(); m++) {
      Column many = group.many.get(m);
      int order = group.order.get(m);
      for (int i = 0; i < group.one.size(); i++) {
        Column one = group.one.get(i);
        if (many.first() < one.end() && one.first() < many.end()) {
          pairs.add(new Pair(many, order, one, i, labels(many.labels(), one.labels())));
        }
      }
      if (fillOne != null) {
        pairs.add(new Pair(many, order, null, NONE, labels(many.labels(), signature.of(many))));
      }
    }
    return pairs;
  }

  /** Where to note which instants are taken, for the labels that several results would have. */
  private static Map<Labels, BitSet> taken(List<Pair> pairs) {
    Map<Labels, BitSet> taken = new HashMap<>();
    Set<Labels> once = HashSet.newHashSet(pairs.size());
    for (Pair pair : pairs) {
      if (!once.add(pair.labels())) {
        taken.computeIfAbsent(pair.labels(), labels -> new BitSet());
      }
    }
    return taken;
  }

  /** Which series of the one side there is at each instant. */
  private int[] picks(Labels signature, List<Column> columns) {
    int[] picks = new int[grid.size()];
    Arrays.fill(picks, NONE);
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      for (int i = column.first(); i < column.end(); i++) {
        if (active[i] && column.has(i)) {
          if (picks[i] != NONE) {
            EvaluationException why = severalOnOneSide(signature, column, columns.get(picks[i]));
            fail(new Mismatch(i, 0, oneSide.indexOf(column), why));
            break;
          }
          picks[i] = c;
        }
      }
    }
    return picks;
  }

  private EvaluationException severalOnOneSide(Labels signature, Column one, Column other) {
    Labels group = matching.on() ? signature : this.signature.of(one);
    List<String> both = new ArrayList<>(List.of(text(one.labels()), text(other.labels())));
    both.sort(null);
    return new EvaluationException(
        "found duplicate series for the match group "
            + text(group)
            + " on the "
            + (swapped ? "left" : "right")
            + " hand-side of the operation: ["
            + String.join(", ", both)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }

  private void fail(int step, Column many, String reason) {
    EvaluationException why = new EvaluationException("multiple matches for labels: " + reason);
    fail(new Mismatch(step, 1, manySide.indexOf(many), why));
  }

  private void fail(Mismatch found) {
    if (mismatch == null || found.isBefore(mismatch)) {
      mismatch = found;
    }
  }

  /** All labels within the braces, as the original writes them. */
  static String text(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(labels.name(i)).append('=');
      dev.pharos.model.Quoted.append(text, labels.value(i));
    }
    return text.append('}').toString();
  }

  /** The labels of a result, by those of both sides; of a side filled in, those matched by. */
  private Labels labels(Labels many, Labels one) {
    Labels labels = many;
    if (BinaryOperations.changesMetric(operator)) {
      labels = names().without(labels);
    }
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      labels =
          (matching.on()
                  ? LabelSets.keeping(matching.labels())
                  : LabelSets.dropping(matching.labels()))
              .of(labels);
    }
    if (!matching.include().isEmpty()) {
      LabelsBuilder builder = labels.toBuilder();
      matching.include().forEach(name -> builder.set(name, one.get(name)));
      labels = builder.build();
    }
    return binary.bool() && !names().delayed() ? names().without(labels) : labels;
  }

  /**
   * Computes where two series meet, or one none at all.
   *
   * @param taken the instants at which there is to be no other result; null if there can be none
   */
  private void compute(Pair pair, int[] picks, @Nullable BitSet taken) {
    Column many = pair.many();
    Column one = pair.one();
    for (int i = many.first(); i < many.end(); i++) {
      if (active[i] && picks[i] == pair.pick() && many.has(i)) {
        double other = one != null ? one.value(i) : fillOne != null ? fillOne : Column.ABSENT;
        NativeHistogram otherHistogram = one == null ? null : one.histogram(i);
        boolean goes =
            put(i, pair.order(), many.value(i), many.histogram(i), other, otherHistogram);
        if (goes && taken != null && !claim(i, many, taken)) {
          break;
        }
      }
    }
    Column built = out.build(pair.labels(), false);
    if (built != null) {
      add(built);
    }
  }

  /**
   * Takes a place at an instant, which one result alone may have: of the group, or where several
   * may match the same series, of the same labels. What is filtered out has a place too.
   */
  private boolean claim(int step, Column many, BitSet taken) {
    if (taken.get(step)) {
      fail(
          step,
          many,
          matching.cardinality() == Cardinality.ONE_TO_ONE
              ? "many-to-one matching must be explicit (group_left/group_right)"
              : "grouping labels must ensure unique matches");
      return false;
    }
    taken.set(step);
    return true;
  }

  /** Fills in for series that the many side does not have. */
  private void fill(Labels signature, Group group, int[] picks) {
    boolean[] there = present(group.many);
    for (int one = 0; one < group.one.size(); one++) {
      Column column = group.one.get(one);
      for (int i = column.first(); i < column.end(); i++) {
        if (picks[i] == one && !there[i] && fillMany != null) {
          put(i, Integer.MAX_VALUE, fillMany, null, column.value(i), column.histogram(i));
        }
      }
      Column filled = out.build(labels(signature, column.labels()), false);
      if (filled != null) {
        add(filled);
      }
    }
  }

  /** Computes with two samples; false if the operator does not go between them. */
  private boolean put(
      int step,
      int order,
      double many,
      @Nullable NativeHistogram manyHistogram,
      double one,
      @Nullable NativeHistogram oneHistogram) {
    double left = swapped ? one : many;
    double right = swapped ? many : one;
    if (manyHistogram != null || oneHistogram != null) {
      Remark remark =
          BinaryOperations.histograms(
              operator,
              left,
              swapped ? oneHistogram : manyHistogram,
              right,
              swapped ? manyHistogram : oneHistogram,
              binary.bool(),
              step,
              out);
      return remark == null || remark(step, order, remark);
    } else if (operator.isComparison() && !binary.bool()) {
      out.set(step, BinaryOperations.holds(operator, left, right) ? left : Column.ABSENT);
    } else if (BinaryOperations.isTrim(operator)) {
      return remark(step, order, BinaryOperations.incompatible(operator, "float", "float"));
    } else {
      out.set(step, BinaryOperations.compute(operator, left, right));
    }
    return true;
  }

  /**
   * Keeps what there is to tell: at each instant that of the last series alone, as in the original.
   *
   * @return false if it is why there is no result
   */
  private boolean remark(int step, int order, Remark remark) {
    if (remarks.length == 0) {
      remarks = new Remark[grid.size()];
      remarkOrders = new int[grid.size()];
    }
    if (remarks[step] == null || order >= remarkOrders[step]) {
      remarks[step] = remark;
      remarkOrders[step] = order;
    }
    return !remark.fault();
  }

  /** Adds a result; only of its truth as a number the name is lost in the end. */
  private void add(Column column) {
    results.add(binary.bool() ? names().drop(column) : column);
  }
}
