package dev.pharos.web.prometheus;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.ValueType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the tree of a query, for editors that show it. */
final class TreeJson {

  private TreeJson() {}

  static void write(JsonBytes out, Expr expr) throws IOException {
    out.beginObject();
    switch (expr) {
      case Expr.NumberLiteral number -> {
        out.name("type").value("numberLiteral");
        out.name("val").value(GoFloat.plain(number.value()));
      }
      case Expr.StringLiteral string -> {
        out.name("type").value("stringLiteral");
        out.name("val").value(string.value());
      }
      case Expr.VectorSelector selector -> {
        out.name("type").value("vectorSelector");
        writeSelector(out, selector);
      }
      case Expr.MatrixSelector matrix -> {
        out.name("type").value("matrixSelector");
        out.name("range").value(millis(matrix.range()));
        writeSelector(out, matrix.selector());
      }
      case Expr.Subquery subquery -> {
        out.name("type").value("subquery");
        write(out.name("expr"), subquery.expr());
        out.name("range").value(millis(subquery.range()));
        out.name("step").value(subquery.step() == null ? 0 : millis(subquery.step()));
        writeShift(out, subquery.shift());
      }
      case Expr.Unary unary -> {
        out.name("type").value("unaryExpr");
        out.name("op").value(unary.negative() ? "-" : "+");
        write(out.name("expr"), unary.expr());
      }
      case Expr.Binary binary -> {
        out.name("type").value("binaryExpr");
        out.name("op").value(binary.operator().symbol());
        write(out.name("lhs"), binary.left());
        write(out.name("rhs"), binary.right());
        writeMatching(out.name("matching"), binary.matching());
        out.name("bool").value(binary.bool());
      }
      case Expr.Aggregation aggregation -> {
        out.name("type").value("aggregation");
        out.name("op").value(aggregation.aggregator().text());
        write(out.name("expr"), aggregation.expr());
        out.name("param");
        if (aggregation.parameter() == null) {
          out.nullValue();
        } else {
          write(out, aggregation.parameter());
        }
        writeTexts(out.name("grouping"), aggregation.grouping());
        out.name("without").value(aggregation.without());
      }
      case Expr.Call call -> {
        out.name("type").value("call");
        writeFunction(out.name("func"), call.function());
        out.name("args").beginArray();
        for (Expr argument : call.arguments()) {
          write(out, argument);
        }
        out.endArray();
      }
      case Expr.Paren paren -> {
        out.name("type").value("parenExpr");
        write(out.name("expr"), paren.expr());
      }
    }
    out.endObject();
  }

  /** Milliseconds of a length; 0 if it is computed, as the original has it. */
  private static long millis(@Nullable DurationExpr length) {
    return length instanceof DurationExpr.Seconds ? length.millis(0, 0) : 0;
  }

  private static void writeSelector(JsonBytes out, Expr.VectorSelector selector)
      throws IOException {
    out.name("name").value(selector.name());
    out.name("matchers").beginArray();
    for (Matcher matcher : selector.matchers()) {
      out.beginObject();
      out.name("name").value(matcher.name());
      out.name("value").value(matcher.value());
      out.name("type").value(matcher.type().symbol());
      out.endObject();
    }
    out.endArray();
    writeShift(out, selector.shift());
    out.name("anchored").value(selector.extension() == Expr.Extension.ANCHORED);
    out.name("smoothed").value(selector.extension() == Expr.Extension.SMOOTHED);
  }

  private static void writeShift(JsonBytes out, Expr.Shift shift) throws IOException {
    out.name("offset").value(millis(shift.offset()));
    out.name("timestamp");
    if (shift.instant() instanceof Expr.Instant.At(long timestampMillis)) {
      out.value(timestampMillis);
    } else {
      out.nullValue();
    }
    out.name("startOrEnd");
    switch (shift.instant()) {
      case Expr.Instant.Start() -> out.value("start");
      case Expr.Instant.End() -> out.value("end");
      case null, default -> out.nullValue();
    }
  }

  private static void writeMatching(JsonBytes out, Expr.@Nullable Matching matching)
      throws IOException {
    if (matching == null) {
      out.nullValue();
      return;
    }
    out.beginObject();
    out.name("card").value(text(matching.cardinality()));
    writeTexts(out.name("labels"), matching.labels());
    out.name("on").value(matching.on());
    writeTexts(out.name("include"), matching.include());
    out.name("fillValues").beginObject();
    writeFill(out.name("lhs"), matching.fillLeft());
    writeFill(out.name("rhs"), matching.fillRight());
    out.endObject();
    out.endObject();
  }

  private static void writeFill(JsonBytes out, @Nullable Double fill) throws IOException {
    if (fill == null) {
      out.nullValue();
    } else if (Double.isFinite(fill)) {
      out.value(fill);
    } else {
      out.number(fill);
    }
  }

  private static String text(Cardinality cardinality) {
    return switch (cardinality) {
      case ONE_TO_ONE -> "one-to-one";
      case MANY_TO_ONE -> "many-to-one";
      case ONE_TO_MANY -> "one-to-many";
      case MANY_TO_MANY -> "many-to-many";
    };
  }

  private static void writeFunction(JsonBytes out, Function function) throws IOException {
    out.beginObject();
    out.name("name").value(function.text());
    writeTexts(out.name("argTypes"), function.parameters().stream().map(TreeJson::text).toList());
    out.name("variadic").value((long) function.variadic());
    out.name("returnType").value(text(function.returns()));
    out.endObject();
  }

  private static String text(ValueType type) {
    return switch (type) {
      case SCALAR -> "scalar";
      case STRING -> "string";
      case VECTOR -> "vector";
      case MATRIX -> "matrix";
    };
  }

  private static void writeTexts(JsonBytes out, List<String> texts) throws IOException {
    out.beginArray();
    for (String text : texts) {
      out.value(text);
    }
    out.endArray();
  }
}
