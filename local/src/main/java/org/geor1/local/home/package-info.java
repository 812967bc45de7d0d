/** The directory that keeps a laptop installation's data. */
@NullMarked
package org.geor1.local.home;

import org.jspecify.annotations.NullMarked;
