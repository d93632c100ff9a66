package dev.pharos.document.testkit;

import dev.pharos.document.api.Documents;

class MemoryDocumentsTest extends DocumentsContract {

  @Override
  protected Documents empty() {
    return new MemoryDocuments();
  }
}
