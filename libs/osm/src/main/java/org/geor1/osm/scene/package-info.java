/** What stands around a viewpoint, in metres. */
@NullMarked
package org.geor1.osm.scene;

import org.jspecify.annotations.NullMarked;
