package dev.pharos.web.pharos;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;

/** The options with which a panel is drawn. */
final class PanelOptions {

  private PanelOptions() {}

  /**
   * The options of a panel over the defaults of its type; objects within are laid over likewise.
   */
  static String resolve(String defaults, String options) {
    JsonObject resolved = JsonParser.parseString(defaults).getAsJsonObject();
    lay(JsonParser.parseString(options).getAsJsonObject(), resolved);
    return resolved.toString();
  }

  private static void lay(JsonObject over, JsonObject under) {
    for (Map.Entry<String, JsonElement> member : over.entrySet()) {
      if (member.getValue() instanceof JsonObject inner
          && under.get(member.getKey()) instanceof JsonObject place) {
        lay(inner, place);
      } else {
        under.add(member.getKey(), member.getValue());
      }
    }
  }
}
