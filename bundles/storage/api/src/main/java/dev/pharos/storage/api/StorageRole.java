package dev.pharos.storage.api;

/** The service property that tells the one storage others see from the parts behind it. */
public final class StorageRole {

  /** Name of the property. */
  public static final String PROPERTY = "pharos.storage";

  /** Its value for the storage that everyone but the storage room itself uses. */
  public static final String MAIN = "main";

  /** Its value for a backend. */
  public static final String PART = "part";

  /** Service property of a part: its name, such as {@code tsdb}. */
  public static final String NAME = "pharos.storage.name";

  /** Filter for references to the storage that everyone uses. */
  public static final String MAIN_FILTER = "(" + PROPERTY + "=" + MAIN + ")";

  /** Filter for references to the parts. */
  public static final String PART_FILTER = "(" + PROPERTY + "=" + PART + ")";

  private StorageRole() {}
}
