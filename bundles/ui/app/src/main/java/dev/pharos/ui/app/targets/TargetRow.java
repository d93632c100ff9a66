package dev.pharos.ui.app.targets;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.ui.app.part.Ago;
import dev.pharos.ui.app.part.Badge;
import dev.pharos.ui.app.part.Words;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One target: a row, and a second one for its error. */
final class TargetRow {

  private final Element row = new Element("tr");
  private final Element errorRow = new Element("tr");
  private final Div endpoint = new Div();
  private final Badge health = new Badge();
  private final Div labels = new Div();
  private final Ago last = new Ago();
  private final Span took = new Span();
  private final Span samples = new Span();
  private final Element error = new Element("td");
  private @Nullable Target shown;

  TargetRow() {
    endpoint.addClassNames("ph-mono", "ph-endpoint");
    labels.addClassName("ph-chips");
    cell(endpoint.getElement());
    cell(health.getElement());
    cell(labels.getElement());
    cell(last.getElement());
    cell(took.getElement());
    cell(samples.getElement());
    error.setAttribute("colspan", "6").setAttribute("class", "ph-problem");
    errorRow.setAttribute("class", "ph-error-row").appendChild(error);
  }

  void appendTo(Element body) {
    body.appendChild(row, errorRow);
  }

  void removeFrom(Element body) {
    body.removeChild(row, errorRow);
  }

  void show(Target target) {
    Target before = shown;
    if (target.equals(before)) {
      return;
    }
    shown = target;
    if (before == null || !before.url().equals(target.url())) {
      endpoint.removeAll();
      endpoint.add(link(target.url()));
    }
    if (before == null || !before.labels().equals(target.labels())) {
      labels.removeAll();
      for (int i = 0; i < target.labels().size(); i++) {
        labels.add(label(target.labels().name(i), target.labels().value(i)));
      }
    }
    health.show(tone(target), target.health().name().toLowerCase(Locale.ROOT));
    row.setAttribute("data-health", target.health().name().toLowerCase(Locale.ROOT));
    last.at(target.lastScrapeMillis());
    boolean scraped = target.lastScrapeMillis() > 0;
    took.setText(scraped ? Words.seconds(target.lastDurationSeconds()) : "–");
    samples.setText(scraped ? Words.number(target.lastSamples()) : "–");
    error.setText(target.lastError());
    errorRow.setVisible(!target.lastError().isEmpty());
  }

  private void cell(Element content) {
    row.appendChild(new Element("td").appendChild(content));
  }

  private static Badge.Tone tone(Target target) {
    return switch (target.health()) {
      case UP -> Badge.Tone.OK;
      case DOWN -> Badge.Tone.ERROR;
      case UNKNOWN -> Badge.Tone.MUTED;
    };
  }

  /** A link only where a browser can follow it; targets are whatever their discovery said. */
  private static com.vaadin.flow.component.Component link(String url) {
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      return new Span(url);
    }
    Anchor anchor = new Anchor(url, url, AnchorTarget.BLANK);
    anchor.getElement().setAttribute("rel", "noopener noreferrer");
    return anchor;
  }

  private static Span label(String name, String value) {
    Span chip = new Span(name + "=\"" + value + "\"");
    chip.addClassNames("ph-chip", "ph-mono");
    return chip;
  }
}
