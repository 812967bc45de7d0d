/** Work on all processors whose results have an order. */
@NullMarked
package org.geor1.geo.parallel;

import org.jspecify.annotations.NullMarked;
