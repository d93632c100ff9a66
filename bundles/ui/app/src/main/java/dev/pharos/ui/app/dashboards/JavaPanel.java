package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelFrames;
import dev.pharos.dashboard.api.PanelFrames.Drawing;
import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.Frame;
import dev.pharos.ui.api.PanelView;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import java.util.Optional;

/**
 * A panel that a bundle draws in Java. What it throws is shown in its place; frames that are too
 * large for it are not handed over.
 */
final class JavaPanel extends Div {

  private static final int POINTS = 200;

  private final ViewContext context;
  private final Live<PanelFrames> frames;
  private final PanelView view;
  private final PanelDefinition panel;
  private final Div problem = new Div();
  private final Component drawing;

  JavaPanel(ViewContext context, Live<PanelFrames> frames, PanelView view, PanelDefinition panel) {
    this.context = context;
    this.frames = frames;
    this.view = view;
    this.panel = panel;
    this.drawing = view.create(panel);
    addClassName("ph-java-panel");
    problem.addClassName("ph-problem");
    add(new H3(panel.title()), problem, drawing);
  }

  /** Runs the queries on a thread of their own, and draws what comes out. */
  void ask(TimeRange range) {
    Optional<PanelFrames> service = frames.get();
    if (service.isEmpty()) {
      problem.setText("Waiting for what turns panels into frames");
      return;
    }
    Access access = context.access();
    Thread.ofVirtual()
        .name("console-panel-" + panel.id())
        .start(() -> ask(service.get(), access, range));
  }

  private void ask(PanelFrames service, Access access, TimeRange range) {
    try {
      Drawing answer = service.frames(access, panel, range, POINTS);
      context.update(() -> draw(answer));
    } catch (RuntimeException fault) {
      context.update(() -> problem.setText(String.valueOf(fault.getMessage())));
    }
  }

  private void draw(Drawing answer) {
    long cells = cells(answer);
    if (cells > PanelView.MAX_CELLS) {
      problem.setText(
          cells + " values are too many for a panel drawn in Java; ask for fewer series");
      return;
    }
    problem.setText(String.join("\n", answer.errors()));
    try {
      view.update(drawing, answer);
    } catch (RuntimeException | LinkageError fault) {
      problem.setText("The panel failed: " + fault.getMessage());
    }
  }

  private static long cells(Drawing answer) {
    long cells = 0;
    for (Frame frame : answer.frames()) {
      cells += (long) frame.fields().size() * frame.rows();
    }
    return cells;
  }
}
