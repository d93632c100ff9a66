package dev.pharos.ui.app.frame;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;

/** Asks for a name and a password. */
final class LoginDialog extends Dialog {

  private final Visitor visitor;
  private final TextField name = new TextField("Name");
  private final PasswordField password = new PasswordField("Password");
  private final Div problem = new Div();

  LoginDialog(Visitor visitor) {
    this.visitor = visitor;
    setHeaderTitle("Log in");
    setWidth("22rem");
    name.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.USERNAME);
    name.setAutofocus(true);
    name.setWidthFull();
    password.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.CURRENT_PASSWORD);
    password.setWidthFull();
    problem.addClassName("ph-form-problem");
    problem.getElement().setAttribute("role", "alert");
    Paragraph hint =
        new Paragraph(
            "The first administrator's password was shown once on the terminal at the first start.");
    hint.addClassName("ph-muted");
    Div form = new Div(name, password, problem, hint);
    form.addClassName("ph-form");
    add(form);
    Button enter = new Button("Log in", event -> tryIt());
    enter.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    enter.addClickShortcut(Key.ENTER).listenOn(this);
    getFooter().add(new Button("Cancel", event -> close()), enter);
  }

  private void tryIt() {
    boolean known = visitor.logIn(name.getValue().strip(), password.getValue().toCharArray());
    password.clear();
    if (known) {
      close();
      getUI().ifPresent(ui -> ui.getPage().reload());
    } else {
      problem.setText("No user has this name and password.");
      password.focus();
    }
  }
}
