/** Where on a planet answers to a photo are, one by one and counted together. */
@NullMarked
package org.geor1.gazetteer.locate;

import org.jspecify.annotations.NullMarked;
