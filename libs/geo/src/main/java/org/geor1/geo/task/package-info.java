/** What is asked about places, and what the true answers are. */
@NullMarked
package org.geor1.geo.task;

import org.jspecify.annotations.NullMarked;
