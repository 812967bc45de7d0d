/** A tile and a panorama of one scene. */
@NullMarked
package org.geor1.osm.paint;

import org.jspecify.annotations.NullMarked;
