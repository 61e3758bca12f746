// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.counterseal.shim.Scope;

/** A file to be attached to a document. */
public final class Attachment {
  private final String name;
  private final Object data;
  private String description, type;
  private Relation relation = Relation.UNSPECIFIED;
  private Instant time;

  private Attachment(String name, Object data) {
    this.name = name;
    this.data = data;
  }

  /**
   * A file of that name with these bytes, at most 256 MiB.
   *
   * @param name without slashes, at most 255 bytes of UTF-8
   */
  public Attachment(String name, byte[] data) {
    this(name, (Object) data);
  }

  /** The same with a buffer from its position to its limit. */
  public Attachment(String name, ByteBuffer data) {
    this(name, Handle.bytes(data));
  }

  /** One line for people. */
  public Attachment description(String text) {
    description = text;
    return this;
  }

  /** MIME; without it "application/octet-stream". */
  public Attachment type(String mime) {
    type = mime;
    return this;
  }

  /** What it is to the document. */
  public Attachment relation(Relation wanted) {
    relation = wanted;
    return this;
  }

  /** Of its last change; null: now. */
  public Attachment time(Instant changed) {
    time = changed;
    return this;
  }

  org.counterseal.shim.Attachment shim(Scope scope) {
    org.counterseal.shim.Attachment given =
        scope.keep(new org.counterseal.shim.Attachment(name, data));
    given.description(description);
    given.type(type);
    given.relation(relation.value);
    given.time(Handle.seconds(time));
    return given;
  }
}
