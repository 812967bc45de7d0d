/** Questions as a dataset on disk. */
@NullMarked
package org.geor1.pairing.write;

import org.jspecify.annotations.NullMarked;
