/** What a run is, and a fork of one: its specification, and how a caller's JSON becomes one. */
@NullMarked
package org.geor1.protocol.run;

import org.jspecify.annotations.NullMarked;
