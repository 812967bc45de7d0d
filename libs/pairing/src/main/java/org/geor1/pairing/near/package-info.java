/** Which places are near others, and which pictures look alike. */
@NullMarked
package org.geor1.pairing.near;

import org.jspecify.annotations.NullMarked;
