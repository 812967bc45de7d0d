/** What is wrong in a dataset, and what is in it. */
@NullMarked
package org.geor1.data.check;

import org.jspecify.annotations.NullMarked;
