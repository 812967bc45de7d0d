/** What several answers about one place have in common. */
@NullMarked
package org.geor1.geo.cluster;

import org.jspecify.annotations.NullMarked;
