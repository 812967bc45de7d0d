/** Datasets of panoramas and satellite tiles of the same places. */
@NullMarked
package org.geor1.data.crossview;

import org.jspecify.annotations.NullMarked;
