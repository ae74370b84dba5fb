package dev.flipswitch.server.flags;

import dev.flipswitch.rules.Segment;
import java.time.Instant;

/**
 * A segment of a project, the same in all its environments. Immutable.
 *
 * @param segment what rules refer to
 * @param updatedAt when it last changed
 */
public record StoredSegment(Segment segment, Instant updatedAt) {}
