package dev.pharos.ui.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.UploadEvent;
import com.vaadin.flow.server.streams.UploadHandler;
import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.Extensions;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.api.ViewContext.Tone;
import java.io.IOException;
import java.io.InputStream;

/** Takes a bundle by upload or by drag and drop. */
final class InstallBox extends Div {

  private static final long serialVersionUID = 1L;

  /** The largest bundle that is taken, in bytes. */
  private static final int MAX_BYTES = 64 << 20;

  private final transient Extensions extensions;
  private final transient ViewContext context;

  InstallBox(Extensions extensions, ViewContext context) {
    this.extensions = extensions;
    this.context = context;
    addClassName("ph-install");
    UploadHandler handler = this::take;
    Upload upload = new Upload(handler);
    upload.setAcceptedFileExtensions(".jar");
    upload.setMaxFileSize(MAX_BYTES);
    upload.setUploadButton(new Button("Install a bundle…"));
    upload.setDropLabel(new Span("or drop a .jar here"));
    upload.addAllFinishedListener(event -> upload.clearFileList());
    upload.addFileRejectedListener(event -> context.say(Tone.ERROR, event.getErrorMessage()));
    add(upload);
  }

  /** Runs on the thread of the upload; who may is asked where the bundle is taken. */
  private void take(UploadEvent event) throws IOException {
    String file = event.getFileName();
    try (InputStream content = event.getInputStream()) {
      extensions.install(context.principal(), file, content);
      context.update(() -> context.say(Tone.SUCCESS, file + " was taken; it starts in a moment."));
    } catch (ExtensionException e) {
      context.update(() -> context.say(Tone.ERROR, file + ": " + e.getMessage()));
    }
  }
}
