/** Datasets of any layout as one stream of samples and faults; readers implement {@code DatasetReader}. */
@NullMarked
package org.geor1.data;

import org.jspecify.annotations.NullMarked;
