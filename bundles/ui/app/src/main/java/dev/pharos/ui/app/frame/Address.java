package dev.pharos.ui.app.frame;

import com.vaadin.flow.router.QueryParameters;

/**
 * A place in the console as a link holds it.
 *
 * @param text a path without a slash at its beginning, and perhaps parameters, such as {@code
 *     query?g0.expr=up}
 */
record Address(String text) {

  String path() {
    int question = text.indexOf('?');
    return question < 0 ? text : text.substring(0, question);
  }

  QueryParameters query() {
    int question = text.indexOf('?');
    return question < 0
        ? QueryParameters.empty()
        : QueryParameters.fromString(text.substring(question + 1));
  }
}
