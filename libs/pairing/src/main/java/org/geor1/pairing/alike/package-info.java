/** Which tiles are alike, by feature vectors that somebody else computed. */
@NullMarked
package org.geor1.pairing.alike;

import org.jspecify.annotations.NullMarked;
