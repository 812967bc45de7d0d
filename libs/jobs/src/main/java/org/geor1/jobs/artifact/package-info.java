/** Artifacts on a file system. */
@NullMarked
package org.geor1.jobs.artifact;

import org.jspecify.annotations.NullMarked;
