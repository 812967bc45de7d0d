/** Places in columns, with what is known of their pictures. */
@NullMarked
package org.geor1.pairing.place;

import org.jspecify.annotations.NullMarked;
