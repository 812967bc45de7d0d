/** How questions are worded for a model. */
@NullMarked
package org.geor1.geo.style;

import org.jspecify.annotations.NullMarked;
