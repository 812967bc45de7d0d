/** Cross-view pairing questions from a dataset of places: a street panorama, and satellite tiles of which one shows its place. */
@NullMarked
package org.geor1.pairing;

import org.jspecify.annotations.NullMarked;
