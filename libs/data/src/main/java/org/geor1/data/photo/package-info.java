/** Folders of photos with positions. */
@NullMarked
package org.geor1.data.photo;

import org.jspecify.annotations.NullMarked;
