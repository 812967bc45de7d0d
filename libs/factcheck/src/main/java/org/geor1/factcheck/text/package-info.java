/** Texts taken apart into sentences, clauses and what a writer does not assert. */
@NullMarked
package org.geor1.factcheck.text;

import org.jspecify.annotations.NullMarked;
