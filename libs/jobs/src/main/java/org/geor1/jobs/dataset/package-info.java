/** Datasets that users import, their samples, and which runs used them. */
@NullMarked
package org.geor1.jobs.dataset;

import org.jspecify.annotations.NullMarked;
