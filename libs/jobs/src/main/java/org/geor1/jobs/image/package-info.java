/** Pictures of datasets: files by hash, their rows, and the way from the trainer that keeps them to the workers. */
@NullMarked
package org.geor1.jobs.image;

import org.jspecify.annotations.NullMarked;
