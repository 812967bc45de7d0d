/** Submitting, listing and steering runs. */
@NullMarked
package org.geor1.gateway.runs;

import org.jspecify.annotations.NullMarked;
