/** Samples of stored datasets, as they travel between services and as their hash knows them. */
@NullMarked
package org.geor1.protocol.dataset;

import org.jspecify.annotations.NullMarked;
