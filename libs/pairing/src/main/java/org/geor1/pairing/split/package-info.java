/** Splits made by place. */
@NullMarked
package org.geor1.pairing.split;

import org.jspecify.annotations.NullMarked;
