package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SymbolsTest {

  private final Symbols symbols = new Symbols();

  @Test
  void a_text_has_one_number_and_a_number_one_text() {
    int one = symbols.intern("one");
    int two = symbols.intern("two");
    assertEquals(one, symbols.intern(new String("one".toCharArray())));
    assertEquals("one", symbols.texts().get(one));
    assertEquals("two", symbols.texts().get(two));
    assertEquals(HashTable.NONE, symbols.find("three"));
  }

  @Test
  void many_texts_are_found_again() {
    for (int i = 0; i < 10_000; i++) {
      symbols.intern("text-" + i);
    }
    for (int i = 0; i < 10_000; i++) {
      assertEquals("text-" + i, symbols.texts().get(symbols.find("text-" + i)));
    }
    assertEquals(10_000, symbols.size());
  }

  @Test
  void numbers_of_freed_texts_serve_again_but_mean_the_same_to_those_who_came_before() {
    int kept = symbols.intern("kept");
    int freed = symbols.intern("freed");
    Symbols.Texts before = symbols.texts();
    BitSet used = new BitSet();
    used.set(kept);
    symbols.retain(used);
    assertEquals(HashTable.NONE, symbols.find("freed"));

    assertEquals(freed, symbols.intern("next"));
    assertEquals("next", symbols.texts().get(freed));
    assertEquals("freed", before.get(freed));
    assertEquals(kept, symbols.find("kept"));
  }

  @Test
  void after_all_was_freed_everything_can_be_made_again() {
    for (int i = 0; i < 3000; i++) {
      symbols.intern("a" + i);
    }
    symbols.retain(new BitSet());
    assertEquals(0, symbols.size());
    for (int i = 0; i < 3000; i++) {
      assertTrue(symbols.intern("b" + i) < 3000);
    }
    assertEquals(3000, symbols.size());
  }
}
