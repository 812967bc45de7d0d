/** What a set of exemplars looks like: errors, duplicates, lengths, regions. */
@NullMarked
package org.geor1.factcheck.report;

import org.jspecify.annotations.NullMarked;
