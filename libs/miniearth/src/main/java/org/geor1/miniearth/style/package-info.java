/** What Mini-Earth looks like: colours, climates, countries and cities. */
@NullMarked
package org.geor1.miniearth.style;

import org.jspecify.annotations.NullMarked;
