/** Exemplars in JSON lines. */
@NullMarked
package org.geor1.factcheck.jsonl;

import org.jspecify.annotations.NullMarked;
