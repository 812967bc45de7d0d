/** Text files of a dataset, line by line or element by element, each of bounded size. */
@NullMarked
package org.geor1.data.file;

import org.jspecify.annotations.NullMarked;
