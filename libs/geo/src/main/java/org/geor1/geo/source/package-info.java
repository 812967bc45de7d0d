/** Where places and their pictures come from, whatever is asked about them. */
@NullMarked
package org.geor1.geo.source;

import org.jspecify.annotations.NullMarked;
