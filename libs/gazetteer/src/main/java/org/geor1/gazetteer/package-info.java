/** Places of the real Earth: cities, countries, outlines, and facts of countries. */
@NullMarked
package org.geor1.gazetteer;

import org.jspecify.annotations.NullMarked;
