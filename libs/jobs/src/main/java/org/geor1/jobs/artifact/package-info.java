/** Artifacts: directories on a file system, found by the hash of their content. */
@NullMarked
package org.geor1.jobs.artifact;

import org.jspecify.annotations.NullMarked;
