package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Block;
import dev.pharos.storage.api.StorageStatus.Cardinality;
import dev.pharos.storage.api.StorageStatus.Count;
import dev.pharos.storage.api.StorageStatus.Head;
import dev.pharos.storage.api.StorageStatus.Phase;
import dev.pharos.storage.api.StorageStatus.Replay;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.part.Card;
import dev.pharos.ui.app.part.Note;
import dev.pharos.ui.app.part.Table;
import dev.pharos.ui.app.part.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The part in memory, what it is made of, and the blocks on disk. */
final class StoragePage extends Div {

  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final int MOST = 10;

  private final Live<StorageStatus> storage;

  StoragePage(ViewContext context, Live<StorageStatus> storage) {
    this.storage = storage;
    addClassName("ph-stack");
    context.closeAtEnd(storage.onChange(() -> context.update(this::refresh))::remove);
    context.every(PAUSE, this::refresh);
    refresh();
  }

  private void refresh() {
    removeAll();
    Optional<StorageStatus> status = storage.get();
    if (status.isEmpty()) {
      add(Note.waitingFor("the store"));
      return;
    }
    add(state(status.get()));
    status.get().head().ifPresent(head -> add(head(head)));
    if (status.get().replay().phase() == Phase.READY) {
      add(made(status.get().cardinality(MOST)));
    }
    add(blocks(status.get().blocks()));
  }

  private static Card state(StorageStatus status) {
    Replay replay = status.replay();
    Card card = new Card("Store");
    Table table = new Table().named("ph-facts");
    table.row("State", words(replay));
    table.row("Retention", status.retention());
    card.show(table);
    return card;
  }

  private static String words(Replay replay) {
    return switch (replay.phase()) {
      case WAITING -> "waiting to start";
      case REPLAYING -> "reading its log, segment " + replay.current() + " of " + replay.last();
      case READY -> "ready";
      case FAILED -> "failed: " + replay.failure();
    };
  }

  private static Card head(Head head) {
    Card card = new Card("In memory");
    Table table = new Table().named("ph-facts");
    table.row("Series", Words.number(head.series()));
    table.row("Chunks", Words.number(head.chunks()));
    table.row("Label pairs", Words.number(head.labelPairs()));
    if (head.minMillis() <= head.maxMillis()) {
      table.row("From", instant(head.minMillis()));
      table.row("To", instant(head.maxMillis()));
    }
    card.show(table);
    return card;
  }

  private static Component made(Cardinality cardinality) {
    Div columns =
        new Div(
            counts("Metrics with most series", "Metric", "Series", cardinality.seriesByMetric()),
            counts("Labels with most values", "Label", "Values", cardinality.valuesByLabel()),
            counts("Pairs with most series", "Pair", "Series", cardinality.seriesByPair()),
            counts("Labels with most bytes", "Label", "Bytes", cardinality.bytesByLabel()));
    columns.addClassName("ph-columns");
    return columns;
  }

  private static Card counts(String heading, String name, String count, List<Count> counts) {
    Card card = new Card(heading);
    Table table = new Table(name, count).named("ph-counts");
    for (Count one : counts) {
      Span text = new Span(one.name());
      text.addClassName("ph-mono");
      table.row(text, new Span(Words.number(one.count())));
    }
    card.show(counts.isEmpty() ? new Paragraph("Nothing yet.") : table);
    return card;
  }

  private static Card blocks(List<Block> blocks) {
    Card card = new Card("Blocks on disk");
    if (blocks.isEmpty()) {
      card.show(new Paragraph("None yet: the first is written from memory after some hours."));
      return card;
    }
    Table table = new Table("Block", "From", "To", "Length");
    for (Block block : blocks) {
      table.row(
          block.ulid(),
          instant(block.minMillis()),
          instant(block.maxMillis()),
          Words.length(Duration.ofMillis(block.maxMillis() - block.minMillis())));
    }
    card.show(table);
    return card;
  }

  private static String instant(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
